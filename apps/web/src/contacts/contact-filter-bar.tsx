'use client';

import { consentState, type ConsentState } from '@sms-crm/contracts/contacts';
import { useResource } from '../api/use-resource.ts';
import { formatCount } from '../format/numbers.ts';
import { FilterBar, FilterSelect } from '../table/filter-bar.tsx';
import { SearchField } from '../table/search-field.tsx';
import { consentWords } from './contact-words.ts';
import { contactTags } from './resources.ts';

type Filters = { q: string; tag: string; consent: ConsentState | null };

const consentOptions = [
  { value: '', label: 'Any consent' },
  ...Object.entries(consentWords).map(([value, { words }]) => ({ value, label: words })),
];

export function ContactFilterBar(props: { filters: Filters; onChange: (changes: Partial<Filters>) => void }) {
  const tags = useResource(contactTags);
  const known = (tags.data?.items ?? []).map((item) => ({
    value: item.tag,
    label: `${item.tag} (${formatCount(item.contacts)})`,
  }));
  const tagOptions = [{ value: '', label: 'Any tag' }, ...withCurrent(known, props.filters.tag)];
  return (
    <FilterBar>
      <SearchField
        label="Search contacts"
        placeholder="Name, e-mail or digits of a phone"
        value={props.filters.q}
        onSearch={(q) => props.onChange({ q })}
      />
      <FilterSelect
        label="Tag"
        options={tagOptions}
        value={props.filters.tag}
        onChange={(tag) => props.onChange({ tag })}
      />
      <FilterSelect
        label="Consent"
        options={consentOptions}
        value={props.filters.consent ?? ''}
        onChange={(value) => props.onChange({ consent: consentState.safeParse(value).data ?? null })}
      />
    </FilterBar>
  );
}

/** A tag that nobody has any more can still stand in the URL. */
function withCurrent(options: { value: string; label: string }[], current: string) {
  const missing = current !== '' && !options.some((option) => option.value === current);
  return missing ? [...options, { value: current, label: current }] : options;
}
