/** As the sender reads it: `{{first_name}}` or `{{first_name|there}}`. */
const fieldPattern = /\{\{\s*([a-z][a-z0-9_]{0,39})\s*(?:\|([^{}]*))?\}\}/g;

/** A link ends at white space; punctuation that closes a sentence is not part of it. */
const linkPattern = /https?:\/\/(?:\{\{[^{}]*\}\}|[^\s{}])+/gi;
const closingPunctuation = /[.,;:!?)\]}'"»”’]+$/;

export type UsedField = { field: string; fallback: string };

/** Cuts closing punctuation, but leaves the `}}` of a merge field alone. */
function withoutClosing(url: string): string {
  const cut = url.replace(closingPunctuation, '');
  return cut.lastIndexOf('{{') > cut.lastIndexOf('}}') ? `${cut}}}` : cut;
}

/** The merge fields of a template, each once, with the fallback of its first use. */
export function usedFields(template: string): UsedField[] {
  const found = new Map<string, string>();
  for (const [, field = '', fallback = ''] of template.matchAll(fieldPattern)) {
    if (!found.has(field)) found.set(field, fallback.trim());
  }
  return [...found].map(([field, fallback]) => ({ field, fallback }));
}

export function hasLink(template: string): boolean {
  return template.search(linkPattern) !== -1;
}

/** A merge field as it is written into the text. */
export function writeField({ field, fallback }: UsedField): string {
  return fallback === '' ? `{{${field}}}` : `{{${field}|${fallback}}}`;
}

/** Gives all uses of a field the same fallback; braces and bars would end the field and are left out. */
export function withFallback(template: string, changed: UsedField): string {
  const fallback = changed.fallback.replaceAll(/[{}|]/g, '');
  return template.replaceAll(fieldPattern, (written: string, field: string) =>
    field === changed.field ? writeField({ field, fallback }) : written,
  );
}

/**
 * The text as one person would get it, for the bubble while somebody types; what is sent and billed is
 * rendered by the server.
 */
export function renderDraft(
  template: string,
  values: Readonly<Record<string, string>>,
  shortLink: string,
): string {
  const linked = template.replaceAll(linkPattern, (url) => {
    return shortLink + url.slice(withoutClosing(url).length);
  });
  const filled = linked.replaceAll(
    fieldPattern,
    (_written: string, field: string, fallback: string | undefined) =>
      values[field]?.trim() || (fallback ?? '').trim(),
  );
  return filled.trim();
}
