import { Counter, type Registry } from '@sms-crm/runtime/metrics';

const names = ['redirected', 'unknown', 'expired', 'unavailable'] as const;

/** How requests for short links ended: plain numbers, since a labelled counter cost more than looking the code up. */
export type Outcomes = Record<(typeof names)[number], number>;

/** Outcomes that the registry shows as `sms_redirects_total`. */
export function countOutcomes(registry: Registry): Outcomes {
  const outcomes: Outcomes = { redirected: 0, unknown: 0, expired: 0, unavailable: 0 };
  const counter = new Counter({
    name: 'sms_redirects_total',
    help: 'Requests for short links, by outcome',
    labelNames: ['outcome'],
    registers: [],
    collect() {
      this.reset();
      for (const name of names) this.inc({ outcome: name }, outcomes[name]);
    },
  });
  registry.registerMetric(counter);
  return outcomes;
}
