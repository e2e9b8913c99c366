import type { SuppressionKind, SuppressionRule, SuppressionSpec } from '@sms-crm/contracts/suppression';
import { suppressionSpec } from '@sms-crm/contracts/suppression';
import { formatCount, formatCountOf } from '../format/numbers.ts';

/** What each kind of rule is for. */
export const kindWords: Record<SuppressionKind, { label: string; about: string }> = {
  frequency: {
    label: 'At most so many texts',
    about: 'Leaves out whoever had that many marketing texts in the time.',
  },
  'recently-messaged': {
    label: 'Texted recently',
    about: 'Leaves out whoever got any text but automatic answers in the time.',
  },
  'recently-engaged': {
    label: 'Clicked or replied recently',
    about: 'Leaves out whoever reacted in the time, e.g. recent buyers.',
  },
  'area-codes': { label: 'Area codes', about: 'Leaves out phones that begin with one of these.' },
  tags: { label: 'Tags', about: 'Leaves out contacts with one of these tags.' },
  landlines: {
    label: 'Landlines',
    about: 'Asks the carrier what kind of phone it is and leaves out those that take no texts.',
  },
};

const hoursPerDay = 24;

/** `7 days`, `36 hours`. */
export function windowWords(hours: number): string {
  return hours % hoursPerDay === 0 ? formatCountOf(hours / hoursPerDay, 'day') : formatCountOf(hours, 'hour');
}

/** The most names told in one line. */
const mostNames = 6;

function names(all: readonly string[]): string {
  const shown = all.slice(0, mostNames).join(', ');
  return all.length > mostNames ? `${shown} and ${all.length - mostNames} more` : shown;
}

/** What a rule says, in one sentence. */
export function ruleWords({ kind, config }: SuppressionSpec): string {
  switch (kind) {
    case 'frequency':
      return `At most ${formatCountOf(config.most, 'marketing text')} in ${windowWords(config.windowHours)}`;
    case 'recently-messaged':
      return `No text within ${windowWords(config.windowHours)} of the last one`;
    case 'recently-engaged':
      return `Not whoever ${engagedWords(config)} within ${windowWords(config.windowHours)}`;
    case 'area-codes':
      return `Not phones of ${names(config.codes)}`;
    case 'tags':
      return `Not contacts tagged ${names(config.tags)}`;
    case 'landlines':
    default:
      return `Not landlines; up to ${formatCount(config.lookUpsPerDay)} look-ups a day`;
  }
}

function engagedWords(config: { clicked: boolean; replied: boolean }): string {
  return [config.clicked && 'clicked', config.replied && 'replied'].filter(Boolean).join(' or ');
}

/** The rule's kind with what it says; undefined when it says something this page does not know. */
export function specOf(rule: Pick<SuppressionRule, 'kind' | 'config'>): SuppressionSpec | undefined {
  return suppressionSpec.safeParse({ kind: rule.kind, config: rule.config }).data;
}
