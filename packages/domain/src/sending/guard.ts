import { withDeadline } from '@sms-crm/runtime/metrics';
import type { Services } from '../context/context.ts';
import { readGuardFacts, type GuardFacts, type RecipientCause, type Subject } from './guard-facts.ts';

/** Facts older than this are read again before the next request, ms. */
const freshMs = 500;

/** Without facts at most this old no request starts, ms. */
const staleMs = 1_000;

/** Why a request that was about to start does not. */
export type StopCause =
  | 'kill_switch'
  | 'paused'
  | 'canceled'
  | RecipientCause
  | 'number_stopped'
  | 'facts_away';

type Watched = Subject & {
  factsAt: number;
  halted: StopCause | null;
  stopped: ReadonlyMap<string, RecipientCause>;
};

/** One batch's look at the facts that can stop it. */
export type Watch = {
  /** The cause that forbids a request to this phone now; null when it may start. */
  stopCause: (phone: string) => Promise<StopCause | null>;
  /** The same from the facts at hand, for the moment a request is written. */
  stopCauseNow: (phone: string) => StopCause | null;
  end: () => void;
};

/**
 * Looks at what can stop a claimed message directly before its request: kill switches, the campaign's state, do-not-contact, consent.
 * One query serves all batches of the process; no request is written later than a second after the commit of a kill or a STOP,
 * with Redis away too.
 */
export class SendGuard {
  readonly #services: Services;
  readonly #watched = new Set<Watched>();
  #reading: Promise<void> | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  /** @param subject.factsAt when the claim's transaction began, from `performance.now()` */
  watch(subject: Subject & { factsAt: number }): Watch {
    const watched: Watched = { ...subject, halted: null, stopped: new Map() };
    this.#watched.add(watched);
    const stopCauseNow = (phone: string): StopCause | null => {
      if (performance.now() - watched.factsAt > staleMs) return 'facts_away';
      return watched.halted ?? watched.stopped.get(phone) ?? null;
    };
    return {
      stopCauseNow,
      stopCause: async (phone) => {
        if (performance.now() - watched.factsAt > freshMs) await this.#refresh(watched);
        return stopCauseNow(phone);
      },
      end: () => {
        this.#watched.delete(watched);
      },
    };
  }

  /** Joins a reading that began after the batch was watched, or begins one. */
  async #refresh(watched: Watched): Promise<void> {
    const before = watched.factsAt;
    await (this.#reading ??= this.#read());
    if (watched.factsAt === before) await (this.#reading ??= this.#read());
  }

  async #read(): Promise<void> {
    const batch = [...this.#watched];
    const startedAt = performance.now();
    try {
      const facts = await withDeadline(
        readGuardFacts(this.#services, batch),
        staleMs,
        'the database (send guard)',
      );
      for (const watched of batch) apply(watched, facts, startedAt);
    } catch (error) {
      this.#services.log.warn(
        { err: error },
        'what may stop a send could not be read; nothing is sent meanwhile',
      );
    } finally {
      this.#reading = undefined;
    }
  }
}

function apply(watched: Watched, facts: GuardFacts, at: number): void {
  const { tenantId, campaignId, numberId } = watched;
  const scopes = [tenantId, numberId, ...(campaignId === null ? [] : [campaignId])];
  const killed = facts.platformKilled || scopes.some((scope) => facts.killed.has(scope));
  watched.halted = killed
    ? 'kill_switch'
    : facts.stoppedNumbers.has(numberId)
      ? 'number_stopped'
      : campaignId === null
        ? null
        : haltOf(facts.campaigns.get(campaignId));
  watched.stopped = stoppedIn(watched, facts);
  watched.factsAt = at;
}

function stoppedIn({ recipients }: Watched, { stopped }: GuardFacts): Map<string, RecipientCause> {
  if (stopped.size === 0) return new Map();
  return new Map(
    recipients.flatMap((recipient) => {
      const cause = stopped.get(recipient);
      return cause === undefined ? [] : [[recipient.phone, cause] as const];
    }),
  );
}

function haltOf(status: string | undefined): StopCause | null {
  if (status === 'sending') return null;
  return status === 'paused' ? 'paused' : 'canceled';
}
