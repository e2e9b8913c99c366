import { z } from 'zod';
import { pageOf, pageQuery } from './paging.ts';
import { count, id, timestamp } from './scalars.ts';

/** Why a carrier webhook was probably refused. */
export const refusalCauses = [
  'scheme',
  'port',
  'host',
  'path',
  'former-token',
  'other-account',
  'no-signature',
  'body-hash',
  'wrong-account-sid',
  'expired-link',
  'forged-link',
  'unknown-query',
  'unknown-form',
  'unexplained',
] as const;
export type RefusalCause = (typeof refusalCauses)[number];

/** Each cause in words, and what to do about it. */
export const refusalWords: Readonly<Record<RefusalCause, { words: string; fix: string }>> = {
  scheme: {
    words: 'The carrier posts to http where https is configured, or the other way round',
    fix: 'Let PUBLIC_API_URL begin as the address at the carrier does, and restart the API.',
  },
  port: {
    words: 'The carrier posts to another port than the configured address has',
    fix: 'Write the port of the address at the carrier into PUBLIC_API_URL, or leave it out there, and restart the API.',
  },
  host: {
    words: 'The carrier posts to another host than the configured one',
    fix: 'Set PUBLIC_API_URL to the address that the carrier posts to, or import the numbers again so that they post here.',
  },
  path: {
    words: 'A proxy changes the path on the way: a prefix, a slash at the end or the encoding of the query',
    fix: 'Let the proxy pass paths and queries on as they come; a prefix belongs at the end of PUBLIC_API_URL.',
  },
  'former-token': {
    words: 'The carrier still signs with the former auth token, which is accepted for a day after a change',
    fix: 'Make the new token the primary one at the carrier.',
  },
  'other-account': {
    words: 'Another of your carrier accounts signed it',
    fix: 'At the carrier, give the numbers of each account the address of that account: import them again here.',
  },
  'no-signature': {
    words: 'It carries no signature',
    fix: 'Let the proxy pass the header X-Twilio-Signature on. If none is missing, somebody else than the carrier posts here.',
  },
  'body-hash': {
    words: 'Its signature covers no form, since bodySHA256 is in the query',
    fix: 'Carrier webhooks of texts are forms. Take bodySHA256 out of the address at the carrier.',
  },
  'wrong-account-sid': {
    words: 'It is about another account of the carrier',
    fix: 'Add that account here, or take the numbers that post here out of it.',
  },
  'expired-link': {
    words: 'It came more than two weeks after its text was sent',
    fix: 'Nothing is to be done: what became of the text was asked long ago. If this happens often, look at the clocks of your servers.',
  },
  'forged-link': {
    words: 'Its address was not made here, or with another CALLBACK_SECRET',
    fix: 'Keep CALLBACK_SECRET the same in all processes. Texts sent before a change of it are asked for later.',
  },
  'unknown-query': {
    words: 'Its address has a query that was not made here',
    fix: 'At the carrier, use the address as it is shown here, with nothing added.',
  },
  'unknown-form': {
    words: 'Its parameters are not those of a text, or could be read in two ways',
    fix: 'At the carrier, use the address for texts for texts alone. If the carrier has a new form, update this installation.',
  },
  unexplained: {
    words: 'Its signature fits neither this address nor any token known here',
    fix: 'If the auth token was changed at the carrier, enter the new one under Carrier. If not, somebody else posts here and is kept out.',
  },
};

/** Refused carrier webhooks of one account, cause and address. */
export const webhookRefusal = z.object({
  id,
  account: z.object({ id, name: z.string() }),
  /** What it was meant to tell: how a text fares, or what somebody wrote. */
  kind: z.enum(['status', 'inbound']),
  cause: z.enum(refusalCauses),
  words: z.string(),
  fix: z.string(),
  /** What more is known, e.g. which address was signed; null when nothing is. */
  hint: z.string().nullable(),
  /** The address whose signature would have been right, without its query. */
  expectedUrl: z.string(),
  /** The address as the request showed it, without its query. */
  seenUrl: z.string(),
  hits: count,
  firstAt: timestamp,
  lastAt: timestamp,
});
export type WebhookRefusal = z.infer<typeof webhookRefusal>;
export const listWebhookRefusalsQuery = pageQuery.extend({ accountId: id.optional() });
export const webhookRefusalPage = pageOf(webhookRefusal);
