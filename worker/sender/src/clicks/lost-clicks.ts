import { Counter, type Registry } from '@sms-crm/runtime/metrics';

/** Counts clicks that a wiped Redis took along. @returns what is told of each loss */
export function countLosses(registry: Registry): (lost: number) => void {
  const counter = new Counter({
    name: 'sms_clicks_lost_total',
    help: 'Clicks that a wiped Redis took along, at most',
    registers: [registry],
  });
  return (lost) => counter.inc(lost);
}
