import { keyPrefix } from '@sms-crm/runtime/redis';
import { decodeFormerClick } from './former-click.ts';

/** The Redis stream from the redirect processes to the database; an entry holds a batch of hits in its field `hits`. */
export const hitStream = `${keyPrefix}:clicks`;
const hitsField = 'hits';

/** How many hits were ever put into the stream, and how many were recorded and taken out: what a wiped stream held is their difference. */
export const handedKey = `${keyPrefix}:clicks:handed`;
export const recordedKey = `${keyPrefix}:clicks:recorded`;

/** The field of entries written before hits travelled in batches: one click each. */
const formerField = 'click';

/** Hits of one entry, and characters kept of a user agent. */
export const mostHits = 500;
export const mostAgentChars = 300;

/** The year 2100: what lies behind it is no time of a hit. */
const latest = 4_102_444_800_000;

/** A request for a short link as it came in; what it was is judged by who records it. */
export type Hit = {
  /** A version 7 UUID, by which the hit is recorded once. */
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  tenantId: string;
  linkId: string;
  campaignId: string;
  campaignLinkId: string;
  /** null for a link that all recipients of a campaign share. */
  messageId: string | null;
  /** The whole address, '' when unknown: it is kept cut or hashed. */
  ip: string;
  agent: string;
  /** The request headers that tell people from machines, see `hints.ts`. */
  hints: string;
};

/** The fields of a stream entry with these hits. */
export function entryOf(hits: readonly Hit[]): [field: string, value: string] {
  return [hitsField, encodeHits(hits)];
}

/** Hits as a JSON array of tuples, half the size of objects. */
export function encodeHits(hits: readonly Hit[]): string {
  return JSON.stringify(
    hits.map((hit) => [
      hit.id,
      hit.at,
      hit.tenantId,
      hit.linkId,
      hit.campaignId,
      hit.campaignLinkId,
      hit.messageId,
      hit.ip,
      hit.agent,
      hit.hints,
    ]),
  );
}

/** The hits of an entry, and how many of its parts are no hits of ours. */
export type Decoded = { hits: Hit[]; foreign: number };

/** Reads the fields of a stream entry. */
export function decodeEntry(fields: readonly string[]): Decoded {
  const value = valueOf(fields, hitsField);
  if (value !== undefined) return decodeHits(value);
  const former = decodeFormerClick(valueOf(fields, formerField) ?? '');
  return former === undefined ? { hits: [], foreign: 1 } : { hits: [former], foreign: 0 };
}

function valueOf(fields: readonly string[], name: string): string | undefined {
  const at = fields.indexOf(name);
  return at === -1 ? undefined : fields[at + 1];
}

/** Reads what `encodeHits` wrote. */
export function decodeHits(text: string): Decoded {
  const tuples = parse(text);
  if (!Array.isArray(tuples)) return { hits: [], foreign: 1 };
  const hits = tuples.map(hitOf).filter((hit) => hit !== undefined);
  return { hits, foreign: tuples.length - hits.length };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Checked by hand: a schema library takes longer for one hit than recording it. */
function hitOf(tuple: unknown): Hit | undefined {
  if (!Array.isArray(tuple)) return undefined;
  const parts: readonly unknown[] = tuple;
  const [id, at, tenantId, linkId, campaignId, campaignLinkId, messageId, ip, agent, hints] = parts;
  if (!isUuid(id) || !isUuid(tenantId) || !isUuid(linkId) || !isUuid(campaignId)) return undefined;
  if (!isUuid(campaignLinkId) || (messageId !== null && !isUuid(messageId)) || !isTime(at)) return undefined;
  if (typeof ip !== 'string' || typeof agent !== 'string' || typeof hints !== 'string') return undefined;
  return { id, at, tenantId, linkId, campaignId, campaignLinkId, messageId, ip, agent, hints };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value);
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= latest;
}
