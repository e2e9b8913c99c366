import { sql } from 'drizzle-orm';
import { runPrepared } from '@sms-crm/db/prepared';
import type { TxContext } from '../context/context.ts';
import { codeRule } from './carrier-codes.ts';
import { nextCarrierDay } from './retry-at.ts';
import type { SenderScopes } from './senders.ts';

/** Longest pause that strikes in a row make, ms. */
const longestMs = 60_000;

/** After this long without another strike the carrier counts as calm, ms. */
const calmMs = 5 * 60_000;

/** The pause doubles at most so often. */
const mostDoublings = 10;

type Wait = { scope: 'account' | 'number' | 'registration'; id: string; code: string; ms: number | null };

/** Lets accounts, numbers and registrations wait that carriers found too fast. What comes in while one waits is the same strike. */
export async function noteWaits(
  ctx: TxContext,
  asked: readonly { sender: SenderScopes; code: string }[],
): Promise<void> {
  const waits = asked.flatMap(({ sender, code }): Wait[] => {
    const { wait } = codeRule(code);
    if (wait === undefined) return [];
    if (wait.scope === 'registration') {
      const { registrationId } = sender;
      return registrationId === null ? [] : [{ scope: wait.scope, id: registrationId, code, ms: null }];
    }
    const id = wait.scope === 'account' ? sender.accountId : sender.numberId;
    return [{ scope: wait.scope, id, code, ms: wait.ms }];
  });
  const distinct = new Map(waits.map((wait) => [`${wait.scope} ${wait.id}`, wait]));
  for (const [, wait] of [...distinct].toSorted(([a], [b]) => a.localeCompare(b))) await noteWait(ctx, wait);
}

async function noteWait(ctx: TxContext, { scope, id, code, ms }: Wait): Promise<void> {
  const now = ctx.services.clock.now();
  const at = sql`${now.toISOString()}::timestamptz`;
  const first = ms === null ? nextCarrierDay(now) : new Date(now.getTime() + ms);
  const strikes = sql`case when w.until < ${at} - make_interval(secs => ${calmMs / 1_000}::float8) then 1 else least(w.strikes + 1, ${mostDoublings}) end`;
  const pauseMs = sql`greatest(${ms ?? 0}::float8, least(${longestMs}::float8, ${ms ?? 0}::float8 * power(2, ${strikes} - 1)))`;
  const until =
    ms === null ? sql`excluded.until` : sql`${at} + make_interval(secs => (${pauseMs} / 1000)::float8)`;
  await ctx.tx.db.execute(sql`
    insert into carrier_waits as w (tenant_id, scope, scope_id, code, until)
    values (${ctx.tenantId}::uuid, ${scope}, ${id}::uuid, ${code}, ${first.toISOString()}::timestamptz)
    on conflict (tenant_id, scope, scope_id) do update set code = excluded.code, strikes = ${strikes}, until = ${until}
    where w.until <= ${at}`);
}

export type Holds = {
  /** Nothing may go before: the carrier found us too fast. */
  rateUntil: Date | null;
  /** The carrier's cap of the day is used up, whatever we counted. */
  capUntil: Date | null;
  /** Halvings of what one claim may take, after strikes not long ago. */
  halvings: number;
};

/** What a sender's account, number and registration wait for. */
export async function readHolds(
  ctx: TxContext,
  sender: { numberId: string; accountId: string; registrationId: string | null },
): Promise<Holds> {
  const now = ctx.services.clock.now();
  const ids = [
    sender.numberId,
    sender.accountId,
    ...(sender.registrationId === null ? [] : [sender.registrationId]),
  ];
  const { rows } = await runPrepared<{ scope: string; strikes: number; until: Date }>(
    ctx.tx.db,
    sql`
    select scope, strikes, until from carrier_waits
    where tenant_id = ${ctx.tenantId}::uuid and scope in ('account', 'number', 'registration') and scope_id = any (${sql.param(ids)}::uuid[])
      and until > ${new Date(now.getTime() - calmMs).toISOString()}::timestamptz`,
  );
  const latest = (own: typeof rows) =>
    own.filter(({ until }) => until > now).toSorted((a, b) => b.until.getTime() - a.until.getTime())[0]
      ?.until ?? null;
  return {
    rateUntil: latest(rows.filter(({ scope }) => scope !== 'registration')),
    capUntil: latest(rows.filter(({ scope }) => scope === 'registration')),
    halvings: Math.max(0, ...rows.filter(({ scope }) => scope === 'account').map(({ strikes }) => strikes)),
  };
}
