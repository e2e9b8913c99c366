import { messageKinds, type GateName, type MessageKind } from '@sms-crm/contracts/gates';
import type { SkipReason, WaitReason } from '@sms-crm/contracts/reasons';
import { createContext, type Context } from '../src/context/context.ts';
import { claimBatch } from '../src/sending/claim.ts';
import { createSuppressionRule } from '../src/suppression/create.ts';
import { newContext, type TestServices } from '../src/testing/kit.ts';
import { giveNumber } from './sending-kit.ts';

export const reasonOfGate: Record<GateName, SkipReason | WaitReason> = {
  'kill-switch': 'kill_switch',
  'campaign-state': 'paused',
  'do-not-contact': 'do_not_contact',
  consent: 'consent_unknown',
  suppression: 'suppressed_tag',
  'quiet-hours': 'quiet_hours',
  budget: 'budget',
  'warm-up': 'warm_up',
  'rate-limit': 'rate_limit',
};

/** What makes one gate refuse, and what takes it back; $1 is the tenant. The others are asked for otherwise. */
const statements: Partial<Record<GateName | 'nothing', [on: string, off: string]>> = {
  'kill-switch': [
    `insert into kill_switches (tenant_id, id, scope, reason, thrown_by) values ($1, $1, 'tenant', 'test', 'test')`,
    'delete from kill_switches where tenant_id = $1',
  ],
  'campaign-state': [
    `update campaigns set status = 'paused' where tenant_id = $1`,
    `update campaigns set status = 'sending' where tenant_id = $1`,
  ],
  'do-not-contact': [
    `insert into do_not_contact (tenant_id, phone, origin, created_by) select tenant_id, phone, 'operator', 'test' from contacts where tenant_id = $1`,
    'delete from do_not_contact where tenant_id = $1',
  ],
  consent: [
    `update contacts set consent = 'unknown' where tenant_id = $1`,
    `update contacts set consent = 'granted' where tenant_id = $1`,
  ],
  suppression: [
    `insert into contact_tags (tenant_id, tag, contact_id) select tenant_id, 'out', id from contacts where tenant_id = $1`,
    'delete from contact_tags where tenant_id = $1',
  ],
  budget: [
    'update budgets set daily_limit_micros = 1 where tenant_id = $1',
    'update budgets set daily_limit_micros = null where tenant_id = $1',
  ],
  'warm-up': [
    `update sending_numbers set warm_up_level = 0, warm_up_curve = '{1}' where tenant_id = $1`,
    'update sending_numbers set warm_up_level = null where tenant_id = $1',
  ],
};

const noon = new Date('2027-01-27T20:00:00Z');
const night = new Date('2027-01-27T11:00:00Z');

/** Texts of two parts of every kind to somebody in California, who may have them unless a gate is made to refuse. */
export class GateTable {
  readonly #services: TestServices;
  readonly #ctx: Context;

  private constructor(services: TestServices, ctx: Context) {
    this.#services = services;
    this.#ctx = ctx;
  }

  static async make(services: TestServices): Promise<GateTable> {
    const ctx = await newContext(services);
    await giveNumber(ctx);
    await services.database.owner.query(
      `insert into contacts (tenant_id, phone, country, region, time_zone, consent)
       values ($1, '+14155550100', 'US', 'CA', 'America/Los_Angeles', 'granted')`,
      [ctx.tenantId],
    );
    await createSuppressionRule(ctx, {
      name: 'Out',
      enabled: true,
      kind: 'tags',
      config: { tags: ['out'] },
    });
    return new GateTable(services, ctx);
  }

  /** The kinds whose texts are refused while a gate is made to refuse, and what is told of each. */
  async reasonsOf(gate: GateName | 'nothing'): Promise<[MessageKind, string | null][]> {
    const batches = await this.#write();
    const [on, off] = statements[gate] ?? [];
    if (on !== undefined) await this.#run(on);
    const { tenantId, actor, requestId } = this.#ctx;
    const ctx = createContext(this.#servicesOf(gate), { tenantId, actor, requestId });
    const found: [MessageKind, string | null][] = [];
    for (const { id, kind } of batches) {
      const claim = await claimBatch(ctx, { batchId: id, offer: 1 });
      if (claim === undefined) found.push([kind, await this.#reasonOf(id)]);
    }
    if (off !== undefined) await this.#run(off);
    return found;
  }

  #servicesOf(gate: GateName | 'nothing'): TestServices {
    const now = () => (gate === 'quiet-hours' ? night : noon);
    const clock = { now, recipientTime: () => '12:00', demoTime: () => null };
    const none = {
      take: async () => ({ count: 0, waitMs: 1_000 }),
      available: async () => ({ parts: 0, waitMs: 1_000 }),
    };
    return { ...this.#services, clock, ...(gate === 'rate-limit' ? { rates: none } : {}) };
  }

  /** A campaign of each kind with one offered text. */
  async #write(): Promise<{ id: string; kind: MessageKind }[]> {
    const { rows } = await this.#services.database.owner.query<{ id: string; kind: MessageKind }>(
      `with made as (
         insert into campaigns (tenant_id, name, kind, status, created_by, launched_at)
         select $1, kind, kind, 'sending', 'test', now() from unnest($2::text[]) as kind returning id, kind
       ), texts as (
         insert into messages (tenant_id, campaign_id, contact_id, direction, kind, status, phone, body)
         select $1, made.id, c.id, 'outbound', kind, 'queued', c.phone, repeat('x', 200)
         from made, contacts c where c.tenant_id = $1 returning id, campaign_id, kind
       ), batches as (
         insert into message_batches (tenant_id, campaign_id, queue, state, first_id, last_id, size, offer, offered_at)
         select $1, campaign_id, 'bulk', 'offered', id, id, 1, 1, now() from texts returning id, campaign_id
       )
       select batches.id, kind from batches join texts using (campaign_id) order by array_position($2, kind)`,
      [this.#ctx.tenantId, messageKinds],
    );
    return rows;
  }

  async #reasonOf(batchId: string): Promise<string | null> {
    const { rows } = await this.#services.database.owner.query<{ reason: string | null }>(
      `select coalesce(m.reason, b.waits_for) as reason from message_batches b
       join messages m on m.tenant_id = b.tenant_id and m.id = b.first_id where b.id = $1`,
      [batchId],
    );
    return rows[0]?.reason ?? null;
  }

  async #run(statement: string): Promise<void> {
    await this.#services.database.owner.query(statement, [this.#ctx.tenantId]);
  }
}
