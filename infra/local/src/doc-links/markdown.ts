/** A link of a document to something in the repository. */
export type DocLink = { target: string; line: number };

/** The links of a Markdown text that name files or headings, not web addresses. */
export function localLinks(markdown: string): DocLink[] {
  const links = proseLines(markdown).flatMap(({ text, line }) =>
    targetsOf(text).map((target) => ({ target, line })),
  );
  return links.filter(({ target }) => !/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target));
}

/** The anchors that GitHub gives to the headings of a Markdown text, and those set by hand. */
export function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  const seen = new Map<string, number>();
  for (const { text } of proseLines(markdown, { keepCode: true })) {
    for (const match of text.matchAll(/<[a-z]+\b[^>]*\b(?:id|name)="([^"]+)"/gi)) anchors.add(match[1] ?? '');
    const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$/.exec(text)?.[1];
    if (heading === undefined) continue;
    const slug = slugOf(heading);
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
}

function targetsOf(text: string): string[] {
  const patterns = [
    /\]\(\s*<([^>]+)>/g,
    /\]\(\s*([^\s)<][^\s)]*)/g,
    /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/g,
    /<(?:a|img|source)\b[^>]*\b(?:href|src|srcset)="([^"\s]+)"/gi,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
}

/** Lower case, marks dropped, spaces to hyphens; of a link only its text counts. */
function slugOf(heading: string): string {
  return heading
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<[^>]+>/g, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

/** Lines outside of code blocks, with code spans blanked unless they are kept. */
function proseLines(markdown: string, options = { keepCode: false }): { text: string; line: number }[] {
  const lines: { text: string; line: number }[] = [];
  let fence: string | undefined;
  for (const [index, text] of markdown.split(/\r?\n/).entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
    } else if (mark !== undefined) fence = mark;
    else
      lines.push({ text: options.keepCode ? text : text.replaceAll(/(`+)[^`]*?\1/g, ''), line: index + 1 });
  }
  return lines;
}
