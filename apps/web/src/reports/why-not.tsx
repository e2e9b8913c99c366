import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import type { ReactNode } from 'react';
import { Card } from '../ui/card.tsx';
import { GoesOn } from './goes-on.tsx';
import type { MessageList } from './message-filters.ts';
import { messagesPath } from './message-filters.ts';
import { NumberLink } from './number-link.tsx';

type Reason = { reason: string; words: string; count: number; nextAt?: string | null };

/** Everyone who did not get it and everyone who waits, by reason. */
export function WhyNot({ report }: { report: CampaignReport }) {
  const { skippedBy, waitingBy, campaign } = report;
  return (
    <Card title="Who did not get it, and why">
      {skippedBy.length + waitingBy.length === 0 && (
        <p className="text-sm text-soft">
          {report.totals.audience === 0
            ? 'Its audience is not collected yet.'
            : 'Everyone of the audience was handed to the carrier.'}
        </p>
      )}
      <div className="flex flex-col gap-5">
        <Reasons title="Did not get it" list="skipped" reasons={skippedBy} campaignId={campaign.id} />
        <Reasons title="Still waiting" list="waiting" reasons={waitingBy} campaignId={campaign.id} />
      </div>
    </Card>
  );
}

function Reasons(props: {
  title: string;
  list: MessageList;
  reasons: Reason[];
  campaignId: string;
}): ReactNode {
  if (props.reasons.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 text-xs font-medium text-soft">{props.title}</h3>
      <ul className="flex flex-col divide-y divide-line">
        {props.reasons.map(({ reason, words, count, nextAt }) => (
          <li key={reason} className="flex justify-between gap-4 py-2 text-sm">
            <span>
              {words}
              {nextAt && <GoesOn at={nextAt} />}
            </span>
            <strong className="numeric font-semibold">
              <NumberLink
                value={count}
                of={words}
                href={messagesPath(props.campaignId, { status: props.list, reason })}
              />
            </strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
