import type { AudienceSpec } from '@sms-crm/contracts/campaigns';
import { formatCount } from '../../format/numbers.ts';

type Option = { value: string; label: string };
type Known = {
  tags: readonly { tag: string; contacts: number }[];
  segments: readonly { id: string; name: string }[];
};

const prefixes = { tag: 'tag:', segment: 'segment:' } as const;

/** An audience as the value of a select. */
export function valueOf(audience: AudienceSpec): string {
  if (audience.type === 'segment') return prefixes.segment + audience.segmentId;
  return audience.type === 'tag' ? prefixes.tag + audience.tag : 'all';
}

/** Reads it back. */
export function audienceAt(value: string): AudienceSpec {
  if (value.startsWith(prefixes.segment)) {
    return { type: 'segment', segmentId: value.slice(prefixes.segment.length) };
  }
  return value.startsWith(prefixes.tag)
    ? { type: 'tag', tag: value.slice(prefixes.tag.length) }
    : { type: 'all' };
}

/** What can be chosen besides everyone; the one chosen stays there, also when it holds nobody any more. */
export function audienceGroups(chosen: AudienceSpec, { tags, segments }: Known) {
  const groups = [
    {
      group: 'Segments',
      items: withChosen(
        segments.map(({ id, name }) => ({ value: prefixes.segment + id, label: name })),
        chosen.type === 'segment' ? { value: valueOf(chosen), label: chosen.name ?? 'A segment' } : undefined,
      ),
    },
    {
      group: 'Contacts with the tag',
      items: withChosen(
        tags.map(({ tag, contacts }) => ({
          value: prefixes.tag + tag,
          label: `${tag} (${formatCount(contacts)})`,
        })),
        chosen.type === 'tag' ? { value: valueOf(chosen), label: `${chosen.tag} (0)` } : undefined,
      ),
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

function withChosen(options: Option[], chosen: Option | undefined): Option[] {
  return chosen === undefined || options.some(({ value }) => value === chosen.value)
    ? options
    : [chosen, ...options];
}
