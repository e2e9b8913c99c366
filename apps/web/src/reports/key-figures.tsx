import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import { formatMoney } from '../format/money.ts';
import { formatCount, formatCountOf, formatShare } from '../format/numbers.ts';
import { Card } from '../ui/card.tsx';
import { Figure } from '../ui/figure.tsx';
import type { MessageList } from './message-filters.ts';
import { messagesPath } from './message-filters.ts';
import { NumberLink } from './number-link.tsx';

/** The numbers people ask for first. */
export function KeyFigures({ report }: { report: CampaignReport }) {
  const { totals, clicks, campaign } = report;
  const missed = totals.undelivered + totals.failed;
  const path = (status: MessageList) => messagesPath(campaign.id, { status });
  return (
    <Card title="Results">
      <dl className="grid grid-cols-2 gap-x-5 gap-y-6 sm:grid-cols-3 lg:grid-cols-6">
        <Figure label="Delivered" note={`${formatShare(totals.delivered, totals.handedOver)} of handed over`}>
          <NumberLink value={totals.delivered} href={path('delivered')} of="delivered" />
        </Figure>
        <Figure label="Not delivered" note={`${formatShare(missed, totals.handedOver)} of handed over`}>
          <NumberLink value={missed} href={path('notDelivered')} of="not delivered" />
        </Figure>
        <Figure label="Clicks by people" note={`${formatCount(clicks.all)} with machines`}>
          <NumberLink value={clicks.human} href={path('clicked')} of="clicks by people" />
        </Figure>
        <Figure label="Replies" note={`${formatShare(totals.replies, totals.delivered)} of delivered`}>
          <NumberLink value={totals.replies} href={path('replied')} of="replies" />
        </Figure>
        <Figure label="Opt-outs" note={`${formatShare(totals.optOuts, totals.delivered)} of delivered`}>
          <NumberLink value={totals.optOuts} href={path('optedOut')} of="opt-outs" />
        </Figure>
        <Figure label="Cost" note={formatCountOf(totals.parts, 'part')}>
          {formatMoney(totals.costMicros)}
        </Figure>
      </dl>
    </Card>
  );
}
