import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import { capScope, capScopeOfAccount, type CapScope } from '../capacity/cap-scope.ts';
import type { TxContext } from '../context/context.ts';
import { codeRule } from './carrier-codes.ts';
import { nextCarrierDay } from './retry-at.ts';
import type { SenderScopes } from './senders.ts';

/** Longest pause that strikes in a row make, ms. */
const longestMs = 60_000;

/** So long without another strike takes one back, ms: a bad moment must not slow a campaign for minutes. */
const recoverMs = 10_000;

/** Share of a pause that chance adds, so that what waits does not come back at one instant. */
const jitter = 0.2;

/** The pause doubles at most so often. */
const mostDoublings = 10;

/** After this long all strikes are taken back, ms. */
const calmMs = mostDoublings * recoverMs;

/** `ms`: the first pause, null until the carrier's next day; `askedMs`: the least that the carrier asked for, 0 where it named none. */
type Wait = {
  scope: 'account' | 'number' | CapScope;
  id: string;
  code: string;
  ms: number | null;
  askedMs: number;
};

/** Lets accounts, numbers and brands wait that carriers found too fast. What comes in while one waits is the same strike. */
export async function noteWaits(
  ctx: TxContext,
  asked: readonly { sender: SenderScopes; code: string; askedMs: number }[],
): Promise<void> {
  const waits = asked.flatMap(({ sender, code, askedMs }): Wait[] => {
    const { wait } = codeRule(code);
    if (wait === undefined) return [];
    if (wait.scope === 'brand') {
      const { capId, simulated } = sender;
      return capId === null ? [] : [{ scope: capScope(simulated), id: capId, code, ms: null, askedMs }];
    }
    const id = wait.scope === 'account' ? sender.accountId : sender.numberId;
    return [{ scope: wait.scope, id, code, ms: wait.ms, askedMs }];
  });
  // The longest wish of each comes last and stays.
  const byWish = waits.toSorted((a, b) => a.askedMs - b.askedMs);
  const distinct = new Map(byWish.map((wait) => [`${wait.scope} ${wait.id}`, wait]));
  for (const [, wait] of [...distinct].toSorted(([a], [b]) => a.localeCompare(b))) await noteWait(ctx, wait);
}

/** A pause is spread by chance; what the carrier asks for while one runs makes it longer, and is no strike of its own. */
async function noteWait(ctx: TxContext, { scope, id, code, ms, askedMs }: Wait): Promise<void> {
  const now = ctx.services.clock.now();
  const at = sql`${now.toISOString()}::timestamptz`;
  const spread = 1 + jitter * ctx.services.random();
  const after = (pause: number) => new Date(now.getTime() + pause * spread).toISOString();
  const first = ms === null ? nextCarrierDay(now).toISOString() : after(Math.max(ms, askedMs));
  const takenBack = sql`floor(extract(epoch from ${at} - w.until) * 1000 / ${recoverMs}::float8)`;
  const strikes = sql`least(${mostDoublings}, greatest(0, w.strikes - ${takenBack}) + 1)::int`;
  const doubled = sql`least(${longestMs}::float8, ${ms ?? 0}::float8 * power(2, ${strikes} - 1))`;
  const pauseMs = sql`greatest(${Math.max(ms ?? 0, askedMs)}::float8, ${doubled}) * ${spread}::float8`;
  const until =
    ms === null ? sql`excluded.until` : sql`${at} + make_interval(secs => (${pauseMs} / 1000)::float8)`;
  const runs = sql`w.until > ${at}`;
  await ctx.tx.db.execute(sql`
    insert into carrier_waits as w (tenant_id, scope, scope_id, code, until)
    values (${ctx.tenantId}::uuid, ${scope}, ${id}::uuid, ${code}, ${first}::timestamptz)
    on conflict (tenant_id, scope, scope_id) do update set code = excluded.code,
      strikes = case when ${runs} then w.strikes else ${strikes} end,
      until = case when ${runs} then greatest(w.until, excluded.until) else ${until} end
    where w.until <= ${at} or (${askedMs > 0}::boolean and w.until < excluded.until)`);
}

const ofRate = (scope: string) => scope === 'account' || scope === 'number';

export type Holds = {
  /** Nothing may go before: the carrier found us too fast. */
  rateUntil: Date | null;
  /** The carrier's cap of the day is used up, whatever we counted. */
  capUntil: Date | null;
  /** Halvings of what one claim may take, after strikes not long ago; one less after each calm moment. */
  halvings: number;
};

/** What a sender's account, number and brand wait for. */
export async function readHolds(
  ctx: TxContext,
  sender: { numberId: string; accountId: string; registrationId: string | null },
): Promise<Holds> {
  const now = ctx.services.clock.now();
  const { rows: waits } = await runPrepared<{ scope: string; strikes: number; until: Date }>(
    ctx.tx.db,
    sql`
    select scope, strikes, until from carrier_waits
    where tenant_id = ${ctx.tenantId}::uuid and until > ${new Date(now.getTime() - calmMs).toISOString()}::timestamptz and (scope, scope_id) in (
      select 'number', ${sender.numberId}::uuid union all select 'account', ${sender.accountId}::uuid union all
      select ${capScopeOfAccount}, r.cap_id from carrier_registrations r
      join carrier_accounts a on a.tenant_id = r.tenant_id and a.id = r.carrier_account_id
      where r.tenant_id = ${ctx.tenantId}::uuid and r.id = ${sender.registrationId}::uuid)`,
  );
  const latest = (own: typeof waits) =>
    own.filter(({ until }) => until > now).toSorted((a, b) => b.until.getTime() - a.until.getTime())[0]
      ?.until ?? null;
  return {
    rateUntil: latest(waits.filter(({ scope }) => ofRate(scope))),
    capUntil: latest(waits.filter(({ scope }) => !ofRate(scope))),
    halvings: Math.max(
      0,
      ...waits.filter(({ scope }) => scope === 'account').map((wait) => strikesLeft(wait, now)),
    ),
  };
}

function strikesLeft({ strikes, until }: { strikes: number; until: Date }, now: Date): number {
  return strikes - Math.max(0, Math.floor((now.getTime() - until.getTime()) / recoverMs));
}
