import { sql } from 'drizzle-orm';
import { withSystem } from '@sms-crm/db/transaction';
import { withDeadline } from '@sms-crm/runtime/metrics';
import type { Services } from '../context/context.ts';

/** Facts older than this are read again before the next request, ms. */
const freshMs = 500;

/** Without facts at most this old no request starts, ms. */
const staleMs = 1_000;

/** Why a request that was about to start does not. */
export type StopCause =
  | 'kill_switch'
  | 'paused'
  | 'canceled'
  | 'do_not_contact'
  | 'number_stopped'
  | 'facts_away';

type Watched = {
  tenantId: string;
  campaignId: string | null;
  numberId: string;
  phones: readonly string[];
  factsAt: number;
  halted: StopCause | null;
  stoppedPhones: Set<string>;
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
 * Looks at what can stop a claimed message directly before its request: kill switches, the campaign's state, new do-not-contact entries.
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
  watch(subject: {
    tenantId: string;
    campaignId: string | null;
    numberId: string;
    phones: readonly string[];
    factsAt: number;
  }): Watch {
    const watched: Watched = { ...subject, halted: null, stoppedPhones: new Set() };
    this.#watched.add(watched);
    const stopCauseNow = (phone: string): StopCause | null => {
      if (performance.now() - watched.factsAt > staleMs) return 'facts_away';
      return watched.halted ?? (watched.stoppedPhones.has(phone) ? 'do_not_contact' : null);
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
      const facts = await withDeadline(this.#query(batch), staleMs, 'the database (send guard)');
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

  async #query(batch: readonly Watched[]): Promise<Facts> {
    const pairs = batch.flatMap(({ tenantId, phones, numberId }) =>
      phones.map((phone) => [tenantId, phone, numberId] as const),
    );
    const scopes = batch.flatMap(({ tenantId, campaignId, numberId }) => [
      tenantId,
      campaignId ?? tenantId,
      numberId,
    ]);
    const campaignIds = batch.flatMap(({ campaignId }) => campaignId ?? []);
    return withSystem(this.#services.system, async (db) => {
      const { rows } = await db.execute<{ kind: string; id: string; value: string }>(sql`
        select 'kill' as kind, id::text, '' as value from kill_switches where id = any (${sql.param(scopes)}::uuid[])
        union all
        select 'platform', '', '' from platform_kill_switch
        union all
        select 'number', n.id::text, '' from sending_numbers n
        join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
        where n.id = any (${sql.param(batch.map(({ numberId }) => numberId))}::uuid[])
          and (n.stopped_at is not null or a.stopped_at is not null)
        union all
        select 'campaign', id::text, status from campaigns where id = any (${sql.param(campaignIds)}::uuid[])
          and tenant_id = any (${sql.param(batch.map(({ tenantId }) => tenantId))}::uuid[])
        union all
        select 'stop', d.tenant_id::text, d.phone
        from unnest(${sql.param(pairs.map(([tenantId]) => tenantId))}::uuid[], ${sql.param(pairs.map(([, phone]) => phone))}::text[],
          ${sql.param(pairs.map(([, , numberId]) => numberId))}::uuid[]) as p (tenant_id, phone, number_id)
        join do_not_contact d on d.tenant_id = p.tenant_id and d.phone = p.phone and d.lifted_at is null
        where not d.simulated or not exists (
          select from sending_numbers n join carrier_accounts a on a.tenant_id = n.tenant_id and a.id = n.carrier_account_id
          where n.tenant_id = p.tenant_id and n.id = p.number_id and (a.live or a.in_setup))`);
      return {
        platformKilled: rows.some(({ kind }) => kind === 'platform'),
        killed: new Set(rows.filter(({ kind }) => kind === 'kill').map(({ id }) => id)),
        stoppedNumbers: new Set(rows.filter(({ kind }) => kind === 'number').map(({ id }) => id)),
        campaigns: new Map(
          rows.filter(({ kind }) => kind === 'campaign').map(({ id, value }) => [id, value]),
        ),
        stopped: Map.groupBy(
          rows.filter(({ kind }) => kind === 'stop'),
          ({ id }) => id,
        ),
      };
    });
  }
}

type Facts = {
  platformKilled: boolean;
  killed: ReadonlySet<string>;
  stoppedNumbers: ReadonlySet<string>;
  campaigns: ReadonlyMap<string, string>;
  stopped: ReadonlyMap<string, readonly { value: string }[]>;
};

function apply(watched: Watched, facts: Facts, at: number): void {
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
  watched.stoppedPhones = new Set(facts.stopped.get(tenantId)?.map(({ value }) => value));
  watched.factsAt = at;
}

function haltOf(status: string | undefined): StopCause | null {
  if (status === 'sending') return null;
  return status === 'paused' ? 'paused' : 'canceled';
}
