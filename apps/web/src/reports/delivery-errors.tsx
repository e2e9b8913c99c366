import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import { Card } from '../ui/card.tsx';
import { messagesPath } from './message-filters.ts';
import { NumberLink } from './number-link.tsx';

/** What the carrier reported, in plain words, with what to do about it. */
export function DeliveryErrors({ report }: { report: CampaignReport }) {
  if (report.errors.length === 0) return null;
  return (
    <Card title="Delivery errors">
      <ul className="flex flex-col divide-y divide-line">
        {report.errors.map(({ code, words, action, count }) => (
          <li key={code} className="flex justify-between gap-4 py-3 text-sm first:pt-0 last:pb-0">
            <div>
              <p>
                {words} <span className="numeric text-xs text-soft">· error {code}</span>
              </p>
              <p className="text-soft">{action}</p>
            </div>
            <strong className="numeric font-semibold">
              <NumberLink
                value={count}
                of={words}
                href={messagesPath(report.campaign.id, { errorCode: code })}
              />
            </strong>
          </li>
        ))}
      </ul>
    </Card>
  );
}
