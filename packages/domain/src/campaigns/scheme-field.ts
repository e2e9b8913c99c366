import { parseTemplate, type TemplatePiece } from './template.ts';

type Field = Extract<TemplatePiece, { type: 'field' }>;

const scheme = /https?:\/\//gi;

/** What a value would make a link of, behind it or before it. */
const schemeBegins = /https?:?\/?$/i;
const schemeEnds = /^(?!https?:)(?:[htps]{0,5}:)?\/\//i;

/**
 * The first merge field outside of links that holds a part of `https://`, or could: links are looked for before fields are filled in, so
 * this one would go out as it is, neither shortened nor counted.
 */
export function schemeField(template: string): string | undefined {
  const { pieces } = parseTemplate(template);
  const { text, fields } = filledIn(pieces);
  const schemes = [...text.matchAll(scheme)].map(
    ({ index, 0: { length } }) => [index, index + length] as const,
  );
  const found = fields.find(
    ({ from, to }) =>
      schemes.some(([start, end]) => from < end && to > start) ||
      schemeBegins.test(text.slice(0, from)) ||
      schemeEnds.test(text.slice(to)),
  );
  return found && written(found.field);
}

/** The text with every fallback in its place; links are none of it. */
function filledIn(pieces: readonly TemplatePiece[]) {
  let text = '';
  const fields: { field: Field; from: number; to: number }[] = [];
  for (const piece of pieces) {
    const from = text.length;
    text += piece.type === 'text' ? piece.text : piece.type === 'field' ? (piece.fallback ?? '') : ' ';
    if (piece.type === 'field') fields.push({ field: piece, from, to: text.length });
  }
  return { text, fields };
}

function written({ field, fallback }: Field): string {
  return fallback === null ? `{{${field}}}` : `{{${field}|${fallback}}}`;
}
