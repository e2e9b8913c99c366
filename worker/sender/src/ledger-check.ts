import type { Services } from '@sms-crm/domain/context/context';
import { checkLedgers } from '@sms-crm/domain/ledger/check-tenants';
import type { JobHandler } from '@sms-crm/queue/worker';
import { Counter, Gauge, type Registry } from '@sms-crm/runtime/metrics';

/** Runs `ledger.check` and shows its findings as metrics. */
export function ledgerCheckHandler(services: Services, registry: Registry): JobHandler<'ledger.check'> {
  const faults = new Gauge({
    name: 'sms_ledger_faults',
    help: 'Amounts that ledger, messages and budget did not agree on when they were last checked here',
    registers: [registry],
  });
  const checked = new Counter({
    name: 'sms_ledger_checks_total',
    help: 'Tenants whose ledger was checked, by outcome',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return async (_payload, run) => {
    const found = await checkLedgers(services, run);
    faults.set(found.faults);
    checked.inc({ outcome: 'done' }, found.tenants);
    checked.inc({ outcome: 'failed' }, found.failed);
    run.log.debug(found, 'ledgers were checked');
  };
}
