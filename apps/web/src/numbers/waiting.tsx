import type { NumberDetail } from '@sms-crm/contracts/numbers';
import Link from 'next/link';
import { formatCount, formatCountOf } from '../format/numbers.ts';
import { Card } from '../ui/card.tsx';
import { Moment } from '../ui/moment.tsx';

/** What waits for the number, by campaign, with what it waits for. */
export function Waiting({ number }: { number: NumberDetail }) {
  const { shares, queueParts } = number;
  return (
    <Card title="What waits for it">
      {shares.length === 0 ? (
        <p className="text-sm text-soft">Nothing waits.</p>
      ) : (
        <>
          <p className="numeric mb-2 text-sm text-soft">About {formatCountOf(queueParts, 'part')}</p>
          <ul className="flex flex-col divide-y divide-line">
            {shares.map((share) => (
              <li key={share.campaignId} className="flex justify-between gap-4 py-2.5 text-sm last:pb-0">
                <div className="min-w-0">
                  <Link
                    className="link [overflow-wrap:anywhere]"
                    href={`/campaigns/${share.campaignId}/report`}
                  >
                    {share.name}
                  </Link>
                  <p className="text-xs text-soft">
                    {share.words}
                    {share.nextAt && (
                      <>
                        . Goes on <Moment at={share.nextAt} />
                      </>
                    )}
                  </p>
                </div>
                <strong className="numeric font-semibold">{formatCount(share.waiting)}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
