import type { ApiError } from '../../api/api-error.ts';

/** What the fields of a draft are called on its page. */
const labels: Readonly<Record<string, string>> = {
  name: 'Campaign name',
  template: 'Text',
  audience: 'Audience',
  numberId: 'Number',
};

/** Why a draft is not saved, by the names that its fields have on the page. */
export function unsavedWords(refusal: ApiError | null): string {
  if (refusal === null) return '';
  if (refusal.code === 'conflict')
    return 'This draft was changed elsewhere meanwhile, by somebody else or by you in another tab.';
  const fields = refusal.fields.map(({ field, detail }) => {
    const [name = ''] = field.split('.');
    const label = labels[name];
    return label === undefined ? detail : `${label}: ${detail}`;
  });
  return fields.length === 0 ? refusal.message : fields.join(' ');
}

/** What is wrong with one field of a draft. */
export function fieldWords(refusal: ApiError | null, field: string): string | undefined {
  const found = refusal?.fields.find((complaint) => complaint.field === field);
  return found?.detail;
}
