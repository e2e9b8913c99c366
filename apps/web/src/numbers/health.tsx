import type { NumberHealth } from '@sms-crm/contracts/numbers';
import { formatCount, formatShare } from '../format/numbers.ts';
import { Card } from '../ui/card.tsx';
import { Figure } from '../ui/figure.tsx';

/** How its texts of the last seven days fared. */
export function Health({ health }: { health: NumberHealth }) {
  const { handedOver } = health;
  const share = (part: number) => `${formatShare(part, handedOver)} of handed over`;
  return (
    <Card title="Health of the last 7 days">
      <dl className="grid grid-cols-2 gap-x-5 gap-y-6 sm:grid-cols-3 lg:grid-cols-5">
        <Figure label="Handed over">{formatCount(handedOver)}</Figure>
        <Figure label="Delivered" note={share(health.delivered)}>
          {formatCount(health.delivered)}
        </Figure>
        <Figure label="Failed" note={share(health.failed)}>
          {formatCount(health.failed)}
        </Figure>
        <Figure label="Filtered by carriers" note={share(health.filtered)}>
          {formatCount(health.filtered)}
        </Figure>
        <Figure label="Opt-outs" note={share(health.optOuts)}>
          {formatCount(health.optOuts)}
        </Figure>
      </dl>
    </Card>
  );
}
