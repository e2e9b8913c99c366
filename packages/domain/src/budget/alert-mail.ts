import type { BudgetPeriod } from '../capacity/read-days.ts';
import type { Mail } from '../context/ports.ts';
import type { TenantSettings } from '../tenants/settings.ts';
import type { AlertLevel } from './alert-level.ts';

export type Alert = {
  period: BudgetPeriod;
  level: Exclude<AlertLevel, 0>;
  spentMicros: number;
  limitMicros: number;
};

const periodWords = { day: 'daily', month: 'monthly' } as const;
const turnWords = { day: 'at midnight', month: 'at the beginning of the next month' } as const;
const microsPerDollar = 1_000_000;

/** What a member who may change the budget is told about it. */
export function alertMail(
  to: string,
  input: {
    alert: Alert;
    tenant: TenantSettings;
    waiting: { campaigns: number; texts: number };
    simulated: boolean;
  },
): Mail {
  const { alert, tenant } = input;
  const usedUp = alert.level === 100;
  const budget = `the ${periodWords[alert.period]} budget of ${tenant.name}`;
  const used = usedUp ? 'is used up' : `is used to ${alert.level} %`;
  return {
    to,
    subject: `${input.simulated ? 'Simulated: ' : ''}${capital(budget)} ${used}`,
    text:
      `${dollars(alert.spentMicros)} of the ${dollars(alert.limitMicros)} of ${budget} are spent or reserved for texts on their way.\n\n` +
      `${usedUp ? waitWords(input.waiting) : 'When it is used up, campaigns wait or skip the rest, as each of them says.'}\n\n` +
      `It begins anew ${turnWords[alert.period]} (${tenant.timeZone}). To go on sooner, raise the limit on the budget page.\n` +
      (input.simulated
        ? '\nThese texts are simulated: nothing was sent to people, and nothing is charged.\n'
        : ''),
  };
}

function waitWords({ campaigns, texts }: { campaigns: number; texts: number }): string {
  if (campaigns === 0) return 'No campaign waits for it at this moment. New texts will wait or be skipped.';
  const what = campaigns === 1 ? '1 campaign' : `${campaigns} campaigns`;
  return `${texts.toLocaleString('en-US')} texts of ${what} wait for it.`;
}

/** Cents, and more digits where an amount has them. */
function dollars(micros: number): string {
  const digits = micros % 10_000 === 0 ? 2 : 6;
  return `$${(micros / microsPerDollar).toFixed(digits)}`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
