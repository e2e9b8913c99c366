import type { Campaign, CampaignPreview } from '@sms-crm/contracts/campaigns';
import type { ReactNode } from 'react';
import { formatMoney } from '../../format/money.ts';
import { formatCount } from '../../format/numbers.ts';
import { formatPhone } from '../../format/phones.ts';
import { useSession } from '../../session/session-context.tsx';
import { audienceWords } from '../audience-words.ts';
import { finishWords, reachWords } from '../finish-words.ts';
import { numberTypeWords } from '../../numbers/number-words.ts';

type Props = {
  campaign: Campaign;
  preview: CampaignPreview;
  /** When the preview was made, milliseconds since 1970. */
  at: number;
  launch: ReactNode;
};

/** One number and who is not in it, then what it costs and when it is done. */
export function Headline({ campaign, preview, at, launch }: Props) {
  const { tenant } = useSession();
  const { recipients, finish, number } = preview;
  const { reached, words, missed } = reachWords(preview, campaign);
  const about = preview.exact ? '' : 'about ';
  return (
    <section
      aria-label="What a launch means"
      className="overflow-hidden rounded-lg border border-line bg-surface shadow-card"
    >
      <div className="flex flex-wrap items-end justify-between gap-5 p-6 max-sm:p-4">
        <p>
          <span className="numeric block text-5xl leading-none font-[650] tracking-tight">
            {formatCount(reached)}
          </span>
          <span className="mt-2 block text-soft">
            {words}
            {missed && <strong className="font-semibold text-warn">, {missed}</strong>} ·{' '}
            {audienceWords(campaign.audience)}
          </span>
        </p>
        {launch}
      </div>
      <dl className="grid grid-cols-2 gap-px border-t border-line bg-line sm:grid-cols-4 [&>div]:bg-surface [&>div]:px-6 [&>div]:py-4 max-sm:[&>div]:px-4">
        <Fact label="Cost">{about + formatMoney(preview.costMicros)}</Fact>
        <Fact label="Billed parts">{about + formatCount(preview.parts)}</Fact>
        <Fact label="Finishes" note={finish.words ?? undefined}>
          {recipients === 0 ? '–' : finishWords(finish, tenant.timeZone, at)}
        </Fact>
        <Fact label="Sent from" note={number ? numberTypeWords(number.type) : undefined}>
          {number ? formatPhone(number.phone) : 'No number'}
        </Fact>
      </dl>
    </section>
  );
}

function Fact(props: { label: string; note?: string | undefined; children: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{props.label}</dt>
      <dd className="numeric mt-1 text-base font-semibold">{props.children}</dd>
      {props.note && <dd className="numeric text-xs text-soft">{props.note}</dd>}
    </div>
  );
}
