import type { Services } from '@sms-crm/domain/context/context';
import { recountReports } from '@sms-crm/domain/reports/recount';
import type { JobHandler } from '@sms-crm/queue/worker';
import { Counter, Gauge, type Registry } from '@sms-crm/runtime/metrics';

/** Runs `reports.recount` and shows its findings as metrics. */
export function recountHandler(services: Services, registry: Registry): JobHandler<'reports.recount'> {
  const drifting = new Gauge({
    name: 'sms_report_counters_drifting',
    help: 'Report counters that did not equal the messages when they were last recounted here',
    registers: [registry],
  });
  const recounted = new Counter({
    name: 'sms_report_recounts_total',
    help: 'Campaigns whose report counters were recounted, by outcome',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return async (_payload, run) => {
    const found = await recountReports(services, run);
    drifting.set(found.drifting);
    recounted.inc({ outcome: 'done' }, found.campaigns);
    recounted.inc({ outcome: 'failed' }, found.failed);
    run.log.debug(found, 'report counters were recounted');
  };
}
