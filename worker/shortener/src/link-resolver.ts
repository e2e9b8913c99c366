import { z } from 'zod';
import type { createPool } from '@sms-crm/db/pool';
import { findShortLink, type LinkTarget } from '@sms-crm/domain/links/find';
import type { Logger } from '@sms-crm/runtime/logger';
import { withDeadline } from '@sms-crm/runtime/metrics';
import { keyPrefix, type Redis } from '@sms-crm/runtime/redis';

/** Longest wait for the cache, ms: a recipient waits, and the database knows it too. */
const cacheDeadlineMs = 250;

/** Longest wait for the database, ms. */
const databaseDeadlineMs = 3_000;

/** A link that was tapped is kept a day; that there is none, a minute, which is what guessing costs us. */
const keptSeconds = 24 * 3_600;
const keptUnknownSeconds = 60;

/** Codes looked up at the same time; beyond it the answer is 503. */
const mostLookups = 2_000;

/** What the cache holds for a code that does not exist. */
const unknownMark = '-';

const target = z.object({
  tenantId: z.string(),
  linkId: z.string(),
  campaignId: z.string(),
  campaignLinkId: z.string(),
  messageId: z.string(),
  url: z.string(),
});

const keyOf = (code: string) => `${keyPrefix}:link:${code}`;

/** Thrown when neither the cache nor the database can say where a code leads. */
export class LookupUnavailable extends Error {
  override readonly name = 'LookupUnavailable';
}

/** Finds where codes lead: from the cache, which the first tap fills, else from the database. Several taps of one code ask once. */
export class LinkResolver {
  readonly #cache: Redis;
  readonly #system: ReturnType<typeof createPool>;
  readonly #log: Logger;
  readonly #running = new Map<string, Promise<LinkTarget | null>>();

  constructor(options: { cache: Redis; system: ReturnType<typeof createPool>; log: Logger }) {
    this.#cache = options.cache;
    this.#system = options.system;
    this.#log = options.log;
  }

  /**
   * @returns null when there is no such link
   * @throws LookupUnavailable
   */
  resolve(code: string): Promise<LinkTarget | null> {
    const running = this.#running.get(code);
    if (running !== undefined) return running;
    if (this.#running.size >= mostLookups) return Promise.reject(new LookupUnavailable('too many look-ups'));
    const lookup = this.#lookUp(code).finally(() => this.#running.delete(code));
    this.#running.set(code, lookup);
    return lookup;
  }

  async #lookUp(code: string): Promise<LinkTarget | null> {
    const cached = await this.#fromCache(code);
    if (cached !== undefined) return cached;
    const found = await this.#fromDatabase(code);
    const [value, seconds] =
      found === null ? [unknownMark, keptUnknownSeconds] : [JSON.stringify(found), keptSeconds];
    this.#cache.set(keyOf(code), value, 'EX', seconds).catch((error: unknown) => {
      this.#log.debug({ err: error }, 'a link could not be cached');
    });
    return found;
  }

  /** undefined: the cache does not know it, or does not answer. */
  async #fromCache(code: string): Promise<LinkTarget | null | undefined> {
    try {
      const value = await withDeadline(this.#cache.get(keyOf(code)), cacheDeadlineMs, 'the link cache');
      if (value === null) return undefined;
      return value === unknownMark ? null : target.parse(JSON.parse(value));
    } catch (error) {
      this.#log.debug({ err: error }, 'the link cache does not answer');
      return undefined;
    }
  }

  async #fromDatabase(code: string): Promise<LinkTarget | null> {
    try {
      return await withDeadline(findShortLink(this.#system, code), databaseDeadlineMs, 'the database');
    } catch (error) {
      throw new LookupUnavailable('neither the cache nor the database knows', { cause: error });
    }
  }
}
