import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import { formatShare } from '../format/numbers.ts';
import { Bar } from '../ui/bar.tsx';
import { Card } from '../ui/card.tsx';
import type { MessageList } from './message-filters.ts';
import { messagesPath } from './message-filters.ts';
import { NumberLink } from './number-link.tsx';

type Step = {
  label: string;
  value: number;
  of: number;
  tone: 'accent' | 'good' | 'warn' | 'bad' | 'neutral';
  /** The list behind the number; `null` for the whole audience. */
  list: MessageList | null;
  /** A part of the step above. */
  nested?: boolean;
};

function stepsOf({ totals, clicks }: CampaignReport): Step[] {
  const { audience, handedOver, delivered, undelivered, failed } = totals;
  const onTheWay = handedOver - delivered - undelivered - failed;
  const ofHanded = { of: handedOver, nested: true };
  return [
    { label: 'Audience', value: audience, of: audience, tone: 'neutral', list: null },
    { label: 'Did not get it', value: totals.skipped, of: audience, tone: 'warn', list: 'skipped' },
    { label: 'Waiting', value: totals.waiting, of: audience, tone: 'neutral', list: 'waiting' },
    { label: 'Handed to the carrier', value: handedOver, of: audience, tone: 'accent', list: 'handedOver' },
    { label: 'Delivered', value: delivered, ...ofHanded, tone: 'good', list: 'delivered' },
    { label: 'On its way', value: onTheWay, ...ofHanded, tone: 'neutral', list: 'onItsWay' },
    { label: 'Not delivered', value: undelivered, ...ofHanded, tone: 'bad', list: 'undelivered' },
    { label: 'Failed', value: failed, ...ofHanded, tone: 'bad', list: 'failed' },
    {
      label: 'Clicked',
      value: clicks.recipients,
      of: delivered,
      tone: 'accent',
      nested: true,
      list: 'clicked',
    },
  ];
}

/** Where everyone of the audience is: did not get it + waiting + handed over = audience. */
export function Funnel({ report }: { report: CampaignReport }) {
  return (
    <Card title="From audience to click">
      <ul aria-label="Funnel" className="flex flex-col gap-3">
        {stepsOf(report).map((step) => (
          <FunnelStep key={step.label} step={step} campaignId={report.campaign.id} />
        ))}
      </ul>
      <p className="mt-4 text-xs text-soft">
        Did not get it, waiting and handed to the carrier add up to the audience. Delivered to failed are
        shares of what was handed over; clicked is a share of delivered.
      </p>
    </Card>
  );
}

function FunnelStep({ step, campaignId }: { step: Step; campaignId: string }) {
  const share = formatShare(step.value, step.of);
  const { list } = step;
  const href = messagesPath(campaignId, list === null ? {} : { status: list });
  return (
    <li
      className={`grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[11rem_minmax(0,1fr)_8.5rem] ${step.nested ? 'pl-4' : ''}`}
    >
      <span className={step.nested ? 'text-soft' : 'font-medium'}>{step.label}</span>
      <span className="numeric text-right sm:order-last">
        <strong className="font-semibold">
          <NumberLink value={step.value} href={href} of={step.label.toLowerCase()} />
        </strong>{' '}
        <span className="inline-block min-w-14 text-soft">{share}</span>
      </span>
      <div className="max-sm:col-span-2">
        <Bar
          share={step.of === 0 ? 0 : step.value / step.of}
          label={`${step.label}: ${share}`}
          tone={step.tone}
        />
      </div>
    </li>
  );
}
