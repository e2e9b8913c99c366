import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import type { Incoming } from './apply-reports.ts';
import { lockStates } from './message-states.ts';
import type { MessageState, StatusReport } from './report-status.ts';

/** Reports, and the locked messages they speak of. */
type Told = { before: ReadonlyMap<string, MessageState>; incoming: readonly Incoming[] };

/**
 * Reports of a text that another message took for its own go to that message. Equal texts to one person, none with an answer, take what the
 * carrier lists in turn, so a callback may name another one of them than has its text; to the carrier and the person they are the same. Each of
 * the carrier's texts stays the text of one message this way, and the message that was named is still looked for. Asks nothing in the usual case.
 */
export async function redirectTaken(ctx: TxContext, told: Told): Promise<Told> {
  const open = told.incoming.filter(({ report }) => mayBeTaken(told.before.get(report.messageId), report));
  if (open.length === 0) return told;
  const owners = await readOwners(
    ctx,
    open.map(({ report }) => report.carrierMessageId),
  );
  const other = ({ messageId, carrierMessageId }: StatusReport) => {
    const of = owners.filter((owner) => owner.carrierMessageId === carrierMessageId);
    return of.some((owner) => owner.messageId === messageId) ? undefined : of[0];
  };
  const moved = open.filter(({ report }) => other(report) !== undefined);
  if (moved.length === 0) return told;
  const locked = await lockStates(
    ctx,
    moved.flatMap(({ report }) => other(report)?.messageId ?? []),
  );
  const incoming = told.incoming.map((one) =>
    moved.includes(one) ? { ...one, report: { ...one.report, ...other(one.report) } } : one,
  );
  return { before: new Map([...told.before, ...locked]), incoming };
}

/** A message that asks the carrier right now is the only one whose text this can be: equal ones wait for its answer. */
function mayBeTaken(message: MessageState | undefined, report: StatusReport): boolean {
  if (message === undefined || message.carrierMessageId === report.carrierMessageId) return false;
  return message.status !== 'sending' || message.attempt !== report.attempt;
}

type Owner = { messageId: string; attempt: number; carrierMessageId: string };

/** Which attempt of which message the carrier's texts were found to be. */
async function readOwners(ctx: TxContext, carrierMessageIds: readonly string[]): Promise<Owner[]> {
  const { rows } = await ctx.tx.db.execute<Owner>(sql`
    select e.message_id as "messageId", e.attempt, e.carrier_message_id as "carrierMessageId" from message_events e
    where e.tenant_id = ${ctx.tenantId} and e.type = 'handed-over'
      and e.carrier_message_id = any (${sql.param([...carrierMessageIds])}::text[])`);
  return rows;
}
