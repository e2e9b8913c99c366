/** A piece of a parsed template: plain text, a merge field, or a link that becomes a short link. */
export type TemplatePiece =
  | { type: 'text'; text: string }
  | { type: 'field'; field: string; fallback: string | null }
  | { type: 'link'; position: number; url: readonly TemplatePiece[] };

export type ParsedTemplate = {
  pieces: readonly TemplatePiece[];
  /** The links as written, in order; `position` counts from 0. */
  links: readonly string[];
  /** Merge fields used anywhere, each once. */
  fields: readonly string[];
};

/** A link ends at white space; punctuation that closes a sentence is not part of it. */
const linkPattern = /https?:\/\/(?:\{\{[^{}]*\}\}|[^\s{}])+/gi;
/** An address without a scheme, as people write it: `www.` before it, or a path behind it. */
const bareLinkPattern = /(?<![\w.@/-])(?:www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}\/)[^\s{}]*/gi;
const closingPunctuation = /[.,;:!?)\]}'"»”’]+$/;
const fieldPattern = /\{\{\s*([a-z][a-z0-9_]{0,39})\s*(?:\|([^{}]*))?\}\}/g;

/** What looks like a merge field but is none, e.g. `{{First Name}}`. */
const strayBraces = /\{\{|\}\}/;

/** Splits a template into text, merge fields (`{{first_name|there}}`) and http(s) links. */
export function parseTemplate(template: string): ParsedTemplate {
  const pieces: TemplatePiece[] = [];
  const links: string[] = [];
  let end = 0;
  for (const match of template.matchAll(linkPattern)) {
    const url = withoutClosing(match[0]);
    pieces.push(...parseFields(template.slice(end, match.index)));
    pieces.push({ type: 'link', position: links.length, url: parseFields(url) });
    links.push(url);
    end = match.index + url.length;
  }
  pieces.push(...parseFields(template.slice(end)));
  const fields = pieces.flatMap((piece) => fieldsOf(piece));
  return { pieces, links, fields: [...new Set(fields)] };
}

/** The first piece of a template that looks like a merge field but is none; undefined when all is well. */
export function brokenField(template: string): string | undefined {
  const rest = template.replace(fieldPattern, '\n');
  const at = rest.search(strayBraces);
  return at === -1
    ? undefined
    : rest
        .slice(at, at + 40)
        .split(/\s{2,}|\n/)[0]
        ?.trimEnd();
}

/** The first merge field of a template with a link in its fallback: links end before braces, so it would come out in pieces. */
export function linkedField(template: string): string | undefined {
  return [...template.matchAll(fieldPattern)].find(([, , fallback]) => fallback?.match(linkPattern))?.[0];
}

/** Addresses of a template that are no links, for want of `https://`: phones may show them as links, but they go out as written. */
export function bareLinks(template: string): string[] {
  const text = template.replace(linkPattern, ' ').replace(fieldPattern, ' ');
  return [...text.matchAll(bareLinkPattern)].map(([address]) => withoutClosing(address));
}

/**
 * Fills in one recipient's values.
 *
 * @param values by field name; empty and missing ones take the fallback
 * @param shortLink gives the text that stands for a link, from its position and the address it leads to
 * @returns the body, and the fields that came out empty because they have no fallback
 */
export function renderTemplate(
  template: ParsedTemplate,
  values: Readonly<Record<string, string>>,
  shortLink: (position: number, url: string) => string,
): { body: string; emptyFields: string[] } {
  const empty = new Set<string>();
  const body = template.pieces.map((piece) => renderPiece(piece, values, shortLink, empty)).join('');
  return { body: body.trim(), emptyFields: [...empty] };
}

function renderPiece(
  piece: TemplatePiece,
  values: Readonly<Record<string, string>>,
  shortLink: (position: number, url: string) => string,
  empty: Set<string>,
): string {
  if (piece.type === 'text') return piece.text;
  if (piece.type === 'field') return valueOf(piece, values, empty);
  const url = piece.url.map((part) =>
    part.type === 'field'
      ? encodeURIComponent(valueOf(part, values, empty))
      : part.type === 'text'
        ? part.text
        : '',
  );
  return shortLink(piece.position, url.join(''));
}

function valueOf(
  piece: { field: string; fallback: string | null },
  values: Readonly<Record<string, string>>,
  empty: Set<string>,
): string {
  const value = (Object.hasOwn(values, piece.field) ? values[piece.field] : undefined)?.trim() ?? '';
  if (value !== '') return value;
  if (piece.fallback === null) empty.add(piece.field);
  return piece.fallback ?? '';
}

function parseFields(text: string): TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let end = 0;
  for (const match of text.matchAll(fieldPattern)) {
    if (match.index > end) pieces.push({ type: 'text', text: text.slice(end, match.index) });
    pieces.push({ type: 'field', field: match[1] ?? '', fallback: match[2]?.trim() ?? null });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ type: 'text', text: text.slice(end) });
  return pieces;
}

function fieldsOf(piece: TemplatePiece): string[] {
  if (piece.type === 'field') return [piece.field];
  return piece.type === 'link' ? piece.url.flatMap((part) => fieldsOf(part)) : [];
}

/** Cuts closing punctuation, but leaves the `}}` of a merge field alone. */
function withoutClosing(url: string): string {
  const cut = url.replace(closingPunctuation, '');
  const opened = cut.lastIndexOf('{{');
  return opened > cut.lastIndexOf('}}') ? `${cut}}}` : cut;
}
