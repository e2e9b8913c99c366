import { sql } from 'drizzle-orm';
import { gateApplies, type GateName } from '@sms-crm/contracts/gates';
import { withTransaction, type Context } from '../../src/context/context.ts';
import { budgetGate } from '../../src/gates/budget.ts';
import { campaignStateGate } from '../../src/gates/campaign-state.ts';
import type { CapacityGate, Left } from '../../src/gates/capacity-gate.ts';
import { doNotContactGate } from '../../src/gates/do-not-contact.ts';
import { pass, type Gate } from '../../src/gates/gate.ts';
import { killSwitchGate } from '../../src/gates/kill-switch.ts';
import { warmUpGate } from '../../src/gates/warm-up.ts';
import { rulesVersion } from '../../src/quiet-hours/rules.ts';
import type { Tamper } from './play.ts';
import { partMicros } from './scenario.ts';

/** A gate made wrong while a scenario plays, and put right again. */
export type Mutation = {
  name: string;
  /** What binds in the scenario that must find it out. */
  limit: 'budget' | 'warm-up' | 'time' | 'none';
  tamper: Tamper;
  begin: () => () => void;
};

const untouched: Tamper = async () => undefined;
const nothing = () => () => undefined;

/** Nobody asks this gate about campaigns' texts, wherever it is asked: preview, freeze, pump, claim and guard. */
function unasked(name: GateName): Mutation {
  return {
    name: `nobody asks ${name}`,
    limit: 'none',
    tamper: untouched,
    begin: () => {
      const before = gateApplies[name];
      gateApplies[name] = { ...before, 'campaign-marketing': false };
      return () => {
        gateApplies[name] = before;
      };
    },
  };
}

/** The gate of the claim passes all, while what stands around it (freeze, pump, guard) works. */
function passing(gate: Gate): Mutation {
  return {
    name: `${gate.name} passes everyone in the claim`,
    limit: 'none',
    tamper: untouched,
    begin: () => {
      const before = gate.decide;
      gate.decide = () => pass;
      return () => {
        gate.decide = before;
      };
    },
  };
}

function moved({ amount, until }: Left, by: number): Left {
  return { amount: amount + by, until };
}

/** The gate sees more or less than is left. */
function misreading(gate: CapacityGate, which: 'budget' | 'warmUp', by: number): Mutation {
  return {
    name: `${gate.name} is off by ${by}`,
    limit: which === 'budget' ? 'budget' : 'warm-up',
    tamper: untouched,
    begin: () => {
      const before = gate.allow;
      gate.allow = (texts, limits) => before(texts, { ...limits, [which]: moved(limits[which], by) });
      return () => {
        gate.allow = before;
      };
    },
  };
}

/** The same hour on the clock of a neighbour: quiet hours an hour too early or too late. */
function shifted(name: string, limit: Mutation['limit'], zones: Record<string, string>): Mutation {
  const tamper = async (ctx: Context) => {
    await withTransaction(ctx, (ctx) =>
      ctx.tx.db.execute(sql`
        update contacts set quiet_key = ${`${rulesVersion} US-`} || region || '=' || (${JSON.stringify(zones)}::jsonb ->> time_zone)
        where ${JSON.stringify(zones)}::jsonb ? time_zone`),
    );
  };
  return { name, limit, tamper, begin: nothing };
}

const [newYork, chicago, denver] = ['America/New_York', 'America/Chicago', 'America/Denver'];

/** Each must be found out. */
export const mutations: readonly Mutation[] = [
  unasked('do-not-contact'),
  unasked('consent'),
  unasked('quiet-hours'),
  passing(killSwitchGate),
  passing(campaignStateGate),
  passing(doNotContactGate),
  shifted('quiet hours begin and end an hour too early', 'none', { [chicago]: newYork, [denver]: chicago }),
  shifted('quiet hours begin and end an hour too late', 'time', { [newYork]: chicago, [chicago]: denver }),
  misreading(budgetGate, 'budget', partMicros),
  misreading(budgetGate, 'budget', -partMicros),
  misreading(budgetGate, 'budget', Number.POSITIVE_INFINITY),
  misreading(warmUpGate, 'warmUp', 1),
  misreading(warmUpGate, 'warmUp', -1),
  misreading(warmUpGate, 'warmUp', Number.POSITIVE_INFINITY),
];
