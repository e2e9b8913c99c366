import { parseTemplate, type TemplatePiece } from '../campaigns/template.ts';

/** A link of a template, as far as it can be judged before anybody's values are filled in. */
export type WrittenLink = {
  /** As written, with merge fields filled by what stands for a value. */
  url: string;
  /** Whether its host is complete; somebody may still be typing it. */
  finished: boolean;
};

/** Stands for the value of a merge field. */
const anyValue = 'x';

/** What ends the host of an address. */
const hostEnd = /^https?:\/\/[^/?#]+[/?#]/i;

/** The links of a template; one whose host is a merge field is left out: it can be judged with its value alone. */
export function writtenLinks(template: string): WrittenLink[] {
  const { pieces } = parseTemplate(template);
  return pieces.flatMap((piece, at): WrittenLink[] => {
    if (piece.type !== 'link') return [];
    const [first] = piece.url;
    const beginning = first?.type === 'text' ? first.text : '';
    if (isPersonal(piece) && !hostEnd.test(beginning)) return [];
    const url = piece.url.map(filled).join('');
    return [{ url, finished: at < pieces.length - 1 || hostEnd.test(url) }];
  });
}

function filled(part: TemplatePiece): string {
  if (part.type === 'text') return part.text;
  return part.type === 'field' ? anyValue : '';
}

/** Whether merge fields are part of a link, so that each recipient has one of their own. */
export function hasPersonalLink(template: string): boolean {
  return parseTemplate(template).pieces.some((piece) => piece.type === 'link' && isPersonal(piece));
}

function isPersonal({ url }: Extract<TemplatePiece, { type: 'link' }>): boolean {
  return url.some((part) => part.type === 'field');
}
