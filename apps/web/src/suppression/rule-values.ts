import type { SuppressionKind, SuppressionRule } from '@sms-crm/contracts/suppression';
import { specOf } from './rule-words.ts';

/** What the fields of the editor hold; each kind reads its own. */
export type RuleValues = {
  name: string;
  kind: SuppressionKind;
  most: string;
  amount: string;
  unit: 'hours' | 'days';
  clicked: boolean;
  replied: boolean;
  codes: string;
  tags: string;
  lookUpsPerDay: string;
};

const hoursOf = { hours: 1, days: 24 };

export const newRule: RuleValues = {
  name: '',
  kind: 'frequency',
  most: '3',
  amount: '7',
  unit: 'days',
  clicked: true,
  replied: true,
  codes: '',
  tags: '',
  lookUpsPerDay: '1000',
};

/** The fields filled from a rule. */
export function ruleValuesOf(rule: SuppressionRule): RuleValues {
  const spec = specOf(rule);
  const values = { ...newRule, name: rule.name, kind: rule.kind };
  if (!spec) return values;
  switch (spec.kind) {
    case 'frequency':
      return { ...values, ...windowOf(spec.config.windowHours), most: String(spec.config.most) };
    case 'recently-messaged':
      return { ...values, ...windowOf(spec.config.windowHours) };
    case 'recently-engaged': {
      const { windowHours, clicked, replied } = spec.config;
      return { ...values, ...windowOf(windowHours), clicked, replied };
    }
    case 'area-codes':
      return { ...values, codes: spec.config.codes.join(', ') };
    case 'tags':
      return { ...values, tags: spec.config.tags.join(', ') };
    case 'landlines':
    default:
      return { ...values, lookUpsPerDay: String(spec.config.lookUpsPerDay) };
  }
}

function windowOf(hours: number): Pick<RuleValues, 'amount' | 'unit'> {
  return hours % hoursOf.days === 0
    ? { amount: String(hours / hoursOf.days), unit: 'days' }
    : { amount: String(hours), unit: 'hours' };
}

/** What the fields say, as the contract reads it; what is no number fails there. */
export function toSpec(values: RuleValues) {
  const { kind, clicked, replied } = values;
  const windowHours = numberOf(values.amount) * hoursOf[values.unit];
  const configs: Record<SuppressionKind, Record<string, unknown>> = {
    frequency: { most: numberOf(values.most), windowHours },
    'recently-messaged': { windowHours },
    'recently-engaged': { windowHours, clicked, replied },
    'area-codes': { codes: listOf(values.codes) },
    tags: { tags: listOf(values.tags) },
    landlines: { lookUpsPerDay: numberOf(values.lookUpsPerDay) },
  };
  return { kind, config: configs[kind] };
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function listOf(text: string): string[] {
  return text
    .split(/[,;\n]+/)
    .map((item) => item.trim())
    .filter(Boolean);
}
