import type { LinkTarget } from '@sms-crm/domain/links/find';
import type { Logger } from '@sms-crm/runtime/logger';
import { withDeadline } from '@sms-crm/runtime/metrics';
import { keyPrefix, type Redis } from '@sms-crm/runtime/redis';
import { decodeLink, encodeLink } from './cached-link.ts';

/** Longest wait for the cache, ms: a recipient waits, and the database knows it too. */
const deadlineMs = 250;

/** A link that was tapped is kept an hour, so what a tenant allows holds for it within that; that there is none, a minute, which is what guessing costs us. */
const keptSeconds = 3_600;
const keptUnknownSeconds = 60;

const keyOf = (code: string) => `${keyPrefix}:link:${code}`;

type Asked = { code: string; tell: (value: LinkTarget | null | undefined) => void };

/** The links tapped lately. What comes in within one turn of the event loop is asked for by one command, which is a fifth of the cost of one each. */
export class LinkCache {
  readonly #redis: Redis;
  readonly #log: Logger;
  #asked: Asked[] = [];

  constructor(redis: Redis, log: Logger) {
    this.#redis = redis;
    this.#log = log;
  }

  /** @returns null for a code known not to exist; undefined when the cache does not know, or does not answer */
  get(code: string): Promise<LinkTarget | null | undefined> {
    return new Promise((tell) => {
      if (this.#asked.push({ code, tell }) === 1) setImmediate(() => void this.#ask());
    });
  }

  put(code: string, link: LinkTarget | null): void {
    const seconds = link === null ? keptUnknownSeconds : keptSeconds;
    this.#redis.set(keyOf(code), encodeLink(link), 'EX', seconds).catch((error: unknown) => {
      this.#log.debug({ err: error }, 'a link could not be cached');
    });
  }

  async #ask(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    let values: (string | null)[] = [];
    try {
      const keys = asked.map(({ code }) => keyOf(code));
      values = await withDeadline(this.#redis.mget(keys), deadlineMs, 'the link cache');
    } catch (error) {
      this.#log.debug({ err: error }, 'the link cache does not answer');
    }
    for (const [at, { tell }] of asked.entries()) {
      const value = values[at] ?? undefined;
      tell(value === undefined ? undefined : decodeLink(value));
    }
  }
}
