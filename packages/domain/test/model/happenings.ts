import { getCampaign } from '../../src/campaigns/list.ts';
import { changeCampaignState } from '../../src/campaigns/move.ts';
import type { Context } from '../../src/context/context.ts';
import { addDoNotContact } from '../../src/do-not-contact/add.ts';
import { putKillSwitch } from '../../src/kill-switch/put.ts';
import type { TestServices } from '../../src/testing/kit.ts';
import type { Person } from './people.ts';
import type { Halt, Scenario } from './scenario.ts';

type Target = { scenario: Scenario; campaignId: string; numberId: string };

/** Lets happen to a campaign and its people what the scenario says, each once. */
export class Happenings {
  readonly #services: TestServices;
  readonly #ctx: Context;
  readonly #target: Target;
  readonly #done = new Set<Halt | Person>();

  constructor(services: TestServices, ctx: Context, target: Target) {
    this.#services = services;
    this.#ctx = ctx;
    this.#target = target;
  }

  /** Lifts the halts that end at a step, unless another of the same scope goes on. */
  async lift(step: number): Promise<void> {
    for (const halt of this.#target.scenario.halts) if (halt.to === step) await this.#put(halt, false);
  }

  /** What begins at a step before anything is sent in it. */
  async begin(step: number): Promise<void> {
    await this.#happen(step, false);
  }

  /** What begins at a step after its first text, or at its end when there is none. @returns whether anything did */
  inFlight(step: number): Promise<boolean> {
    return this.#happen(step, true);
  }

  /** Leaves nothing behind that other tenants meet: no switch, and nothing that takes places of the pump's window. */
  async end(): Promise<void> {
    const { owner } = this.#services.database;
    await owner.query('delete from platform_kill_switch');
    await owner.query(`update message_batches set state = 'done' where tenant_id = $1`, [this.#ctx.tenantId]);
  }

  async #happen(step: number, inFlight: boolean): Promise<boolean> {
    const { halts, people } = this.#target.scenario;
    const due = (one: { inFlight?: boolean } | null) => (one?.inFlight === true) === inFlight;
    const begun = halts.filter((halt) => halt.from === step && due(halt) && !this.#done.has(halt));
    const changed = people.filter(
      (person) => person.change?.at === step && due(person.change) && !this.#done.has(person),
    );
    for (const one of [...begun, ...changed]) this.#done.add(one);
    for (const halt of begun) await this.#put(halt, true);
    for (const person of changed) await this.#change(person);
    return begun.length + changed.length > 0;
  }

  async #put({ scope }: Halt, on: boolean): Promise<void> {
    const { campaignId, numberId } = this.#target;
    const reason = 'the model says so';
    if (scope === 'pause') return this.#pause(on);
    if (scope === 'platform') return this.#putPlatform(on);
    if (scope === 'tenant') await putKillSwitch(this.#ctx, { scope, on, reason });
    else
      await putKillSwitch(this.#ctx, { scope, id: scope === 'number' ? numberId : campaignId, on, reason });
  }

  async #pause(on: boolean): Promise<void> {
    const id = this.#target.campaignId;
    // A mutated product may have ended the campaign already.
    const { status } = await getCampaign(this.#ctx, { id });
    if (status === (on ? 'sending' : 'paused'))
      await changeCampaignState(this.#ctx, { id, move: on ? 'pause' : 'resume' });
  }

  async #putPlatform(on: boolean): Promise<void> {
    await this.#services.database.owner.query(
      on
        ? `insert into platform_kill_switch (reason, thrown_by, thrown_at) values ('the model', 'test', now()) on conflict do nothing`
        : 'delete from platform_kill_switch',
    );
  }

  async #change({ phone, change, nextHome }: Person): Promise<void> {
    if (change?.to === 'stopped') {
      await addDoNotContact(this.#ctx, { phone });
      return;
    }
    const { owner } = this.#services.database;
    const own = [this.#ctx.tenantId, phone];
    if (change?.to === 'revoked')
      await owner.query(`update contacts set consent = 'revoked' where tenant_id = $1 and phone = $2`, own);
    if (change?.to === 'tagged')
      await owner.query(
        `insert into contact_tags (tenant_id, tag, contact_id)
         select tenant_id, 'out', id from contacts where tenant_id = $1 and phone = $2 on conflict do nothing`,
        own,
      );
    if (change?.to === 'moved')
      await owner.query(
        `update contacts set region = $3, time_zone = $4, quiet_key = null where tenant_id = $1 and phone = $2`,
        [...own, nextHome.state, nextHome.zone],
      );
  }
}
