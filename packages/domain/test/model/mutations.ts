import { sql, type SQL } from 'drizzle-orm';
import { gateApplies, type GateName } from '@sms-crm/contracts/gates';
import { carrierDays } from '../../src/capacity/read-days.ts';
import { withTransaction } from '../../src/context/context.ts';
import { budgetGate } from '../../src/gates/budget.ts';
import type { CapacityGate, Left, Limits } from '../../src/gates/capacity-gate.ts';
import { gateChain } from '../../src/gates/chain.ts';
import { pass, type Gate, type QuietFacts } from '../../src/gates/gate.ts';
import { quietHoursGate } from '../../src/gates/quiet-hours.ts';
import { rateLimitGate } from '../../src/gates/rate-limit.ts';
import { warmUpGate } from '../../src/gates/warm-up.ts';
import { rulesVersion } from '../../src/quiet-hours/rules.ts';
import { SendGuard, type StopCause, type Watch } from '../../src/sending/guard.ts';
import type { TestServices } from '../../src/testing/kit.ts';
import type { Tamper, Wrong } from './play.ts';
import { partMicrosOf } from './scenario.ts';
import type { TrapName } from './traps.ts';

/** A gate made wrong while a trap is played, and put right again. */
export type Mutation = Wrong & { name: string; trap: TrapName; begin?: () => () => void };

/** Nobody asks this gate about campaigns' texts, wherever it is asked: preview, freeze, claim and guard. */
function unasked(name: GateName, trap: TrapName): Mutation {
  const begin = () => {
    const before = gateApplies[name];
    gateApplies[name] = { ...before, 'campaign-marketing': false };
    return () => {
      gateApplies[name] = before;
    };
  };
  return { name: `nobody asks ${name}`, trap, begin };
}

/** The gate of the claim lets some through, while what stands around it (freeze, pump, guard) works. */
function passing(gate: Gate, trap: TrapName, whom: 'everyone' | QuietFacts['type'] = 'everyone'): Mutation {
  const begin = () => {
    const before = gate.decide;
    gate.decide = (facts) => (whom === 'everyone' || facts.quiet.type === whom ? pass : before(facts));
    return () => {
      gate.decide = before;
    };
  };
  return { name: `${gate.name} passes ${whom} in the claim`, trap, begin };
}

/** The gate sees more or less than is left. */
function misreading(gate: CapacityGate, trap: TrapName, which: keyof Limits, by: number): Mutation {
  const moved = ({ amount, until }: Left): Left => ({ amount: amount + by, until });
  const begin = () => {
    const before = gate.allow;
    gate.allow = (texts, limits) => before(texts, { ...limits, [which]: moved(limits[which]) });
    return () => {
      gate.allow = before;
    };
  };
  return { name: `${gate.name} is off by ${by} (${which})`, trap, begin };
}

const misreadings = (gate: CapacityGate, trap: TrapName, which: keyof Limits, part = 1): Mutation[] =>
  [Number.POSITIVE_INFINITY, part, -part].map((by) => misreading(gate, trap, which, by));

/** What the gate looks at is written wrong. */
function written(
  name: string,
  trap: TrapName,
  statement: (tenantId: string, campaignId: string) => SQL,
): Mutation {
  const tamper: Tamper = async (ctx, campaignId) => {
    await withTransaction(ctx, (ctx) => ctx.tx.db.execute(statement(ctx.tenantId, campaignId)));
  };
  return { name, trap, tamper };
}

/** The same hour on the clock of a neighbour. */
const quietOn = (name: string, zone: string) =>
  written(
    name,
    'hours',
    () => sql`update contacts set quiet_key = ${`${rulesVersion} US-`} || region || '=' || ${zone}`,
  );

const midnightOf = (trap: TrapName, zone: string) =>
  written(
    `the tenant's day turns at the midnight of ${zone} (${trap})`,
    trap,
    (tenantId) => sql`update tenants set time_zone = ${zone} where id = ${tenantId}::uuid`,
  );

function carrierMidnightOf(zone: string): Mutation {
  const begin = () => {
    const before = carrierDays.zone;
    carrierDays.zone = zone;
    return () => {
      carrierDays.zone = before;
    };
  };
  return {
    name: `the carrier's day turns at the midnight of ${zone}`,
    trap: 'carrierCap',
    begin,
  };
}

const endMoved = (by: string) =>
  written(
    `the campaign's end is off by ${by}`,
    'end',
    (_, id) => sql`update campaigns set ends_at = ends_at + ${by}::interval where id = ${id}::uuid`,
  );

const historyMoved = (trap: TrapName, by: string) =>
  written(
    `earlier texts are off by ${by} (${trap})`,
    trap,
    () => sql`update messages set claimed_at = claimed_at + ${by}::interval where campaign_id is null`,
  );

const oneTextLess = written(
  'one earlier text is overlooked (legal)',
  'legal',
  () => sql`delete from messages m where m.claimed_at = (
    select max(o.claimed_at) from messages o where o.tenant_id = m.tenant_id and o.contact_id = m.contact_id)`,
);
const oneTextMore = written(
  'one earlier text is counted twice (legal)',
  'legal',
  () => sql`insert into messages (tenant_id, contact_id, number_id, direction, kind, status, phone, claimed_at, handed_over_at)
    select tenant_id, contact_id, number_id, direction, kind, status, phone, max(claimed_at), max(claimed_at) from messages
    group by tenant_id, contact_id, number_id, direction, kind, status, phone`,
);
const capMoved = (by: number) =>
  written(
    `a frequency cap is off by ${by}`,
    'frequency',
    () =>
      sql`update suppression_rules set config = jsonb_set(config, '{most}', to_jsonb((config ->> 'most')::int + ${by}::int))`,
  );

class BlindGuard extends SendGuard {
  readonly #cause: StopCause;

  constructor(services: TestServices, cause: StopCause) {
    super(services);
    this.#cause = cause;
  }

  override watch(subject: Parameters<SendGuard['watch']>[0]): Watch {
    const watch = super.watch(subject);
    return {
      ...watch,
      stopCause: async (phone) => this.#seen(await watch.stopCause(phone)),
      stopCauseNow: (phone) => this.#seen(watch.stopCauseNow(phone)),
    };
  }

  #seen(found: StopCause | null): StopCause | null {
    return found === this.#cause ? null : found;
  }
}

const blindTo = (cause: StopCause, trap: TrapName): Mutation => ({
  name: `the guard of requests does not see ${cause}`,
  trap,
  guard: (services) => new BlindGuard(services, cause),
});

const trapOf: Record<string, TrapName> = { 'kill-switch': 'halts', 'campaign-state': 'halts' };

/** Each must be found out. */
export const mutations: readonly Mutation[] = [
  ...gateChain.map(({ name }) => unasked(name, trapOf[name] ?? 'people')),
  ...gateChain.map((gate) => passing(gate, trapOf[gate.name] ?? 'people')),
  unasked('budget', 'budget'),
  unasked('warm-up', 'warmUp'),
  unasked('rate-limit', 'rate'),
  unasked('rate-limit', 'carrierCap'),
  quietOn('quiet hours begin and end an hour too early', 'America/Halifax'),
  quietOn('quiet hours begin and end an hour too late', 'America/Chicago'),
  passing(quietHoursGate, 'legal', 'full'),
  historyMoved('legal', '1 hour'),
  historyMoved('legal', '-1 hour'),
  oneTextLess,
  oneTextMore,
  historyMoved('frequency', '1 hour'),
  historyMoved('frequency', '-1 hour'),
  capMoved(1),
  capMoved(-1),
  ...misreadings(budgetGate, 'budget', 'budget', partMicrosOf('+1')),
  midnightOf('budget', 'America/Chicago'),
  midnightOf('budget', 'America/Halifax'),
  ...misreadings(warmUpGate, 'warmUp', 'warmUp'),
  midnightOf('warmUp', 'America/Chicago'),
  midnightOf('warmUp', 'America/Halifax'),
  ...misreadings(rateLimitGate, 'carrierCap', 'carrierCap'),
  carrierMidnightOf('America/Denver'),
  carrierMidnightOf('America/Anchorage'),
  ...misreadings(rateLimitGate, 'rate', 'rate'),
  endMoved('1 hour'),
  endMoved('-1 hour'),
  blindTo('kill_switch', 'killInFlight'),
  blindTo('paused', 'pauseInFlight'),
  blindTo('do_not_contact', 'stopInFlight'),
];
