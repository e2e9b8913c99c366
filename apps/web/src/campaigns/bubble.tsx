/** Punctuation that closes a sentence is not part of a link. */
const linkPattern = /https?:\/\/\S*[^\s.,;:!?)]/g;

type Props = {
  body: string;
  /** Place, in characters, of the one that broke the SMS alphabet. */
  brokenAt?: number | undefined;
};

/** One text as a phone shows it; links look like links, the character that broke the alphabet is marked. */
export function Bubble({ body, brokenAt }: Props) {
  const characters = Array.from(body);
  const broken = brokenAt === undefined ? undefined : characters[brokenAt];
  return (
    <p className="w-fit max-w-full rounded-2xl rounded-bl-md bg-sunken px-3.5 py-2.5 text-[0.9375rem] leading-snug [overflow-wrap:anywhere] whitespace-pre-wrap">
      {broken === undefined ? (
        <Linked text={body} />
      ) : (
        <>
          <Linked text={characters.slice(0, brokenAt).join('')} />
          <Broken>{broken}</Broken>
          <Linked text={characters.slice((brokenAt ?? 0) + 1).join('')} />
        </>
      )}
    </p>
  );
}

/** The character that broke the SMS alphabet, marked alike wherever it is named. */
export function Broken(props: { children: string }) {
  return <mark className="rounded-sm bg-[#ffe066] px-1 text-[#1a1a1a]">{props.children}</mark>;
}

function Linked({ text }: { text: string }) {
  const pieces = cut(text);
  return pieces.map((piece) =>
    piece.link ? (
      <span key={piece.start} className="text-[var(--mantine-color-anchor)] underline">
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}

type Piece = { start: number; text: string; link: boolean };

/** Splits a text at its links. */
function cut(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { index, 0: link } of text.matchAll(linkPattern)) {
    pieces.push({ start: end, text: text.slice(end, index), link: false });
    pieces.push({ start: index, text: link, link: true });
    end = index + link.length;
  }
  return [...pieces, { start: end, text: text.slice(end), link: false }];
}
