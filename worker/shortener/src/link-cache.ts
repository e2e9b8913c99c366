import { setImmediate } from 'node:timers/promises';
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

/** Questions under way at the same time: one while the other one's answers are sent on. */
const mostAsking = 2;

const keyOf = (code: string) => `${keyPrefix}:link:${code}`;

type Asked = { code: string; tell: (value: LinkTarget | null | undefined) => void };

/** The links tapped lately. What comes in while earlier questions are under way is asked for by one command, which costs a fifth of one each. */
export class LinkCache {
  readonly #redis: Redis;
  readonly #log: Logger;
  #asked: Asked[] = [];
  #asking = 0;

  constructor(redis: Redis, log: Logger) {
    this.#redis = redis;
    this.#log = log;
  }

  /** @returns null for a code known not to exist; undefined when the cache does not know, or does not answer */
  get(code: string): Promise<LinkTarget | null | undefined> {
    return new Promise((tell) => {
      this.#asked.push({ code, tell });
      if (this.#asked.length === 1 && this.#asking < mostAsking) void this.#askOnce();
    });
  }

  put(code: string, link: LinkTarget | null): void {
    const seconds = link === null ? keptUnknownSeconds : keptSeconds;
    this.#redis.set(keyOf(code), encodeLink(link), 'EX', seconds).catch((error: unknown) => {
      this.#log.debug({ err: error }, 'a link could not be cached');
    });
  }

  async #askOnce(): Promise<void> {
    this.#asking += 1;
    while (this.#asked.length > 0) {
      // Who came in within the same turn of the event loop comes along.
      await setImmediate();
      await this.#ask();
    }
    this.#asking -= 1;
  }

  async #ask(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    if (asked.length === 0) return;
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
