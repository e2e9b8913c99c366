'use client';

import type { Campaign } from '@sms-crm/contracts/campaigns';
import { IconArrowRight } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useAction } from '../../api/use-action.ts';
import { useResource } from '../../api/use-resource.ts';
import { useRefusal } from '../../session/session-context.tsx';
import { TestSendButton } from '../../test-phones/test-send-button.tsx';
import { ActionButton } from '../../ui/action-button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { DeleteDraftButton } from '../delete-draft-button.tsx';
import { CloneButton } from '../clone-button.tsx';
import { usePreview } from '../preview.ts';
import { oneCampaign } from '../resources.ts';
import { Standing } from '../standing.tsx';
import { AudiencePanel } from './audience-panel.tsx';
import { sameAudience } from './draft-changes.ts';
import { Estimate } from './estimate.tsx';
import { LinksPanel } from './links-panel.tsx';
import { LimitsPanel } from './limits-panel.tsx';
import { SaveMark } from './save-mark.tsx';
import { TextPanel } from './text-panel.tsx';
import { unsavedWords } from './unsaved-words.ts';
import { useDraft } from './use-draft.ts';
import { useSample } from './use-sample.ts';
import { PhonePreview } from './phone-preview.tsx';

export function Composer({ id }: { id: string }) {
  const found = useResource(oneCampaign(id));
  if (found.error && !found.data)
    return <ErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return null;
  return <DraftComposer key={id} item={found.data} />;
}

function DraftComposer({ item }: { item: Campaign }) {
  const draft = useDraft(item);
  const preview = usePreview(item);
  const refusal = useRefusal('campaigns:write');
  const { fields } = draft;
  const unsaved = draft.state === 'failed' || draft.state === 'conflict';
  const stale = preview.isFetching || (draft.state !== 'saved' && !unsaved);
  const counted = sameAudience(fields.audience, item.audience) && !preview.isPlaceholderData;
  const sample = useSample(fields, preview.data);
  const locked = refusal !== undefined;
  return (
    <>
      <LeaveGuard work={draft}>
        <p>What you changed here could not be saved, and is lost if you leave. {unsavedWords(draft.error)}</p>
      </LeaveGuard>
      <PageHeader
        back={{ href: '/campaigns', label: 'Campaigns' }}
        title={fields.name.trim() || 'Untitled campaign'}
        about={locked ? refusal : <SaveMark draft={draft} />}
        actions={<ComposerActions item={item} save={draft.mustSave} contactId={sample.person?.contactId} />}
      />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div key={draft.edition} className="flex flex-col gap-5">
          <Standing campaign={item} />
          <AudiencePanel draft={draft} preview={counted ? preview.data : undefined} disabled={locked} />
          <TextPanel draft={draft} sample={sample} preview={preview.data} disabled={locked} />
          <LinksPanel draft={draft} disabled={locked} />
          <LimitsPanel draft={draft} disabled={locked} />
        </div>
        <aside
          aria-label="Preview and cost"
          className="flex flex-col gap-5 lg:sticky lg:top-20 lg:self-start"
        >
          <PhonePreview
            person={sample.person}
            onStep={sample.step}
            from={preview.data?.number?.phone}
            body={sample.body}
            brokenAt={sample.parts?.brokenBy?.index}
          />
          <Estimate
            campaign={item}
            preview={preview.data}
            at={preview.dataUpdatedAt}
            error={preview.error}
            onRetry={() => void preview.refetch()}
            stale={stale}
            unsaved={unsaved}
          />
        </aside>
      </div>
    </>
  );
}

type ActionProps = { item: Campaign; save: () => Promise<void>; contactId: string | undefined };

function ComposerActions({ item, save, contactId }: ActionProps) {
  const router = useRouter();
  const review = useAction({ run: save, onDone: () => router.push(`/campaigns/${item.id}/review`) });
  return (
    <>
      <DeleteDraftButton id={item.id} name={item.name} onDeleted={() => router.push('/campaigns')} />
      <CloneButton campaign={item} save={save} />
      <TestSendButton campaignId={item.id} contactId={contactId} save={save} />
      <ActionButton
        loading={review.isPending || review.isSuccess}
        rightSection={<IconArrowRight size={16} aria-hidden />}
        onClick={() => review.mutate()}
      >
        Review and launch
      </ActionButton>
    </>
  );
}
