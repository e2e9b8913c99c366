import { Skeleton } from '@mantine/core';
import type { Campaign, CampaignPreview } from '@sms-crm/contracts/campaigns';
import { formatMoney } from '../../format/money.ts';
import { formatCount, formatCountOf } from '../../format/numbers.ts';
import { useSession } from '../../session/session-context.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Moment } from '../../ui/moment.tsx';
import { finishWords, unreachedWords } from '../finish-words.ts';

type Props = {
  campaign: Campaign;
  preview: CampaignPreview | undefined;
  /** When the preview was made, milliseconds since 1970. */
  at: number;
  error: unknown;
  onRetry: () => void;
  /** The numbers are of the text before the last change. */
  stale: boolean;
  /** The last change cannot be saved, so they stay of the text before it. */
  unsaved: boolean;
};

/** What a launch would mean now, and what still prevents it. */
export function Estimate({ campaign, preview, at, error, onRetry, stale, unsaved }: Props) {
  const { timeZone } = useSession().tenant;
  const note = unsaved ? 'As last saved' : stale && 'Updating…';
  if (error && !preview) return <ErrorBox error={error} onRetry={onRetry} />;
  return (
    <Card
      title="If you launch now"
      aside={preview && note ? <span className="text-xs text-soft">{note}</span> : null}
    >
      {preview ? (
        <div aria-busy={stale}>
          <dl className="numeric flex flex-col gap-2 text-sm">
            <Line label="Recipients">{formatCount(preview.recipients)}</Line>
            <Line label="Billed parts">{approximately(preview, formatCount(preview.parts))}</Line>
            <Line label="Cost">{approximately(preview, formatMoney(preview.costMicros))}</Line>
            <Line label="Finishes">
              {preview.recipients === 0 ? '–' : finishWords(preview.finish, timeZone, at)}
            </Line>
          </dl>
          <Waits campaign={campaign} preview={preview} />
          <Blockers preview={preview} />
        </div>
      ) : (
        <div className="flex flex-col gap-3.5 py-1">
          <Skeleton height={12} />
          <Skeleton height={12} />
          <Skeleton height={12} />
        </div>
      )}
    </Card>
  );
}

/** Who waits for their hours, and who will not be reached. */
function Waits({ campaign, preview }: { campaign: Campaign; preview: CampaignPreview }) {
  const { openings, finish } = preview;
  const unreached = unreachedWords(finish, campaign);
  return (
    <div className="mt-2 flex flex-col gap-1.5 text-xs text-soft empty:hidden">
      {openings.waiting > 0 && openings.firstOpensAt && (
        <p>
          {formatCountOf(openings.waiting, 'person waits', 'people wait')} for an hour in which they may be
          texted, the first until <Moment at={openings.firstOpensAt} />.
        </p>
      )}
      {unreached && <p>{unreached}</p>}
    </div>
  );
}

function approximately(preview: CampaignPreview, value: string): string {
  return preview.exact ? value : `about ${value}`;
}

function Line(props: { label: string; children: string }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-soft">{props.label}</dt>
      <dd className="font-semibold">{props.children}</dd>
    </div>
  );
}

function Blockers({ preview }: { preview: CampaignPreview }) {
  if (preview.blockers.length === 0) return null;
  return (
    <div className="mt-4 border-t border-line pt-3 text-sm">
      <h3 className="font-semibold">Before you can launch</h3>
      <ul className="mt-1.5 flex list-disc flex-col gap-1 pl-4 text-soft">
        {preview.blockers.map((notice) => (
          <li key={notice.code}>
            {notice.detail} {notice.fix}
            {notice.code === 'everyone_excluded' && <Reasons preview={preview} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Reasons({ preview }: { preview: CampaignPreview }) {
  return (
    <ul aria-label="Who is excluded, and why" className="numeric mt-1 flex flex-col gap-0.5">
      {preview.excluded
        .filter(({ count }) => count > 0)
        .map(({ reason, words, count }) => (
          <li key={reason}>
            <strong className="font-semibold text-ink">{formatCount(count)}</strong> {words}
          </li>
        ))}
    </ul>
  );
}
