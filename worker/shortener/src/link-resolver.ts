import type { createPool } from '@sms-crm/db/pool';
import { findShortLink, type InstallationHosts, type LinkTarget } from '@sms-crm/domain/links/find';
import { withDeadline } from '@sms-crm/runtime/metrics';
import type { LinkCache } from './link-cache.ts';

/** Longest wait for the database, ms. */
const databaseDeadlineMs = 3_000;

/** Codes looked up at the same time; beyond it the answer is 503. */
const mostLookups = 2_000;

/** Thrown when neither the cache nor the database can say where a code leads. */
export class LookupUnavailable extends Error {
  override readonly name = 'LookupUnavailable';
}

/** Finds where codes lead: from the cache, which the first tap fills, else from the database. Several taps of one code ask the database once. */
export class LinkResolver {
  readonly #cache: Pick<LinkCache, 'get' | 'put'>;
  readonly #system: ReturnType<typeof createPool>;
  readonly #hosts: InstallationHosts;
  readonly #running = new Map<string, Promise<LinkTarget | null>>();

  constructor(options: {
    cache: Pick<LinkCache, 'get' | 'put'>;
    system: ReturnType<typeof createPool>;
    hosts: InstallationHosts;
  }) {
    this.#cache = options.cache;
    this.#system = options.system;
    this.#hosts = options.hosts;
  }

  /**
   * @returns null when there is no such link
   * @throws LookupUnavailable
   */
  async resolve(code: string): Promise<LinkTarget | null> {
    const cached = await this.#cache.get(code);
    if (cached !== undefined) return cached;
    const running = this.#running.get(code);
    if (running !== undefined) return running;
    if (this.#running.size >= mostLookups) throw new LookupUnavailable('too many look-ups');
    const lookup = this.#lookUp(code).finally(() => this.#running.delete(code));
    this.#running.set(code, lookup);
    return lookup;
  }

  async #lookUp(code: string): Promise<LinkTarget | null> {
    try {
      const found = await withDeadline(
        findShortLink(this.#system, code, this.#hosts),
        databaseDeadlineMs,
        'the database',
      );
      this.#cache.put(code, found);
      return found;
    } catch (error) {
      throw new LookupUnavailable('neither the cache nor the database knows', { cause: error });
    }
  }
}
