import { DomainError } from '@sms-crm/domain/context/errors';
import type { Wake } from './wake.ts';

/** Open streams of one process, and of one actor in it: browsers open one per page. */
const maxStreams = 1_000;
const maxStreamsOfActor = 20;

/** The open event streams of a process: counted, limited, and ended at once when the process ends. */
export class Streams {
  readonly #open = new Map<Wake, string>();
  readonly #ofActor = new Map<string, number>();
  #closed = false;

  /**
   * Takes a place for one more stream.
   *
   * @returns a function that gives the place back
   * @throws DomainError `too_many_requests` when this actor or this process has too many, `unavailable` while the process ends
   */
  take(actorId: string, wake: Wake): () => void {
    if (this.#closed) throw new DomainError('unavailable', { detail: 'This process is ending. Try again.' });
    const own = this.#ofActor.get(actorId) ?? 0;
    if (own >= maxStreamsOfActor) {
      throw new DomainError('too_many_requests', {
        detail: `You have ${own} live pages open, which is the most there can be. Close some of them.`,
      });
    }
    if (this.#open.size >= maxStreams) {
      throw new DomainError('too_many_requests', {
        detail: 'Too many live pages are open right now. Reload the page in a while.',
      });
    }
    this.#open.set(wake, actorId);
    this.#ofActor.set(actorId, own + 1);
    return () => this.#give(wake, actorId);
  }

  get size(): number {
    return this.#open.size;
  }

  /** Ends all streams now; clients connect again elsewhere. */
  close(): void {
    this.#closed = true;
    for (const wake of this.#open.keys()) wake.close();
  }

  #give(wake: Wake, actorId: string): void {
    if (!this.#open.delete(wake)) return;
    const left = (this.#ofActor.get(actorId) ?? 1) - 1;
    if (left === 0) this.#ofActor.delete(actorId);
    else this.#ofActor.set(actorId, left);
  }
}
