/** What a TwiML answer asks for, or why it can't be read. */
export type Twiml = { messages: string[] } | { problem: string };

/** Texts one answer may send. */
const mostMessages = 10;

const longestText = 1_600;

/** One CDATA block, comment, instruction, tag (closing slash, name, empty slash) or run of text. */
const token =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([A-Za-z][\w.-]*)(?:[^<>"'/]|"[^"]*"|'[^']*'|\/(?!>))*(\/?)>|([^<]+)/y;

type Reading = { open: string[]; messages: string[]; text: string | undefined; hasRoot: boolean };

/**
 * Reads `<Response><Message>text</Message>…</Response>`, the text also inside `<Body>`. Other verbs are
 * passed over, as are attributes; markup that does not nest is a problem, as at the carrier (12100).
 */
export function readTwiml(xml: string): Twiml {
  const reading: Reading = { open: [], messages: [], text: undefined, hasRoot: false };
  let at = 0;
  while (at < xml.length) {
    token.lastIndex = at;
    const match = token.exec(xml);
    if (match === null) return { problem: `the TwiML can't be read at character ${at} (12100)` };
    at += match[0].length;
    const problem = readToken(reading, match);
    if (problem !== undefined) return { problem: `${problem} (12100)` };
  }
  if (reading.open.length > 0) return { problem: `<${reading.open.at(-1)}> is not closed (12100)` };
  if (!reading.hasRoot) return { problem: 'there is no <Response> (12100)' };
  return { messages: reading.messages.filter((text) => text !== '').slice(0, mostMessages) };
}

function readToken(reading: Reading, match: RegExpExecArray): string | undefined {
  const [, cdata, slash, name, empty, characters] = match;
  if (name !== undefined)
    return slash === '/' ? closeTag(reading, name) : openTag(reading, name, empty === '/');
  if (reading.open.length === 0) return characters?.trim() ? 'there is text outside <Response>' : undefined;
  if (reading.text !== undefined && isBody(reading.open)) reading.text += cdata ?? decode(characters ?? '');
  return undefined;
}

function openTag(reading: Reading, name: string, isEmpty: boolean): string | undefined {
  if (reading.open.length === 0) {
    if (name !== 'Response' || reading.hasRoot) return `<${name}> stands where <Response> should`;
    reading.hasRoot = true;
  }
  if (isEmpty) return undefined;
  reading.open.push(name);
  if (name === 'Message' && reading.open.length === 2) reading.text = '';
  return undefined;
}

function closeTag(reading: Reading, name: string): string | undefined {
  if (reading.open.pop() !== name) return `</${name}> closes nothing`;
  if (reading.text !== undefined && reading.open.length === 1) {
    reading.messages.push(reading.text.trim().slice(0, longestText));
    reading.text = undefined;
  }
  return undefined;
}

/** Whether text here is the message's own: inside `<Message>` or its `<Body>`, not inside `<Media>`. */
function isBody(open: readonly string[]): boolean {
  return open.length === 2 || (open.length === 3 && open[2] === 'Body');
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return entities[name] ?? whole;
    const point = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
  });
}
