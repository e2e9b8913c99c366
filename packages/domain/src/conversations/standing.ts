import { and, desc, eq, isNull } from 'drizzle-orm';
import type { ReplyStanding } from '@sms-crm/contracts/conversations';
import { skipReasonWords } from '@sms-crm/contracts/reasons';
import type { contacts } from '@sms-crm/db/tables/contacts';
import { doNotContact } from '@sms-crm/db/tables/contacts';
import type { TxContext } from '../context/context.ts';
import { isListedByPlatform } from '../do-not-contact/platform-list.ts';
import { obstacles } from '../do-not-contact/remove.ts';
import { findKill } from '../kill-switch/find-kill.ts';
import { permanentRefusal } from '../messages/refusal.ts';
import { chooseNumber, isLive } from '../numbers/find.ts';
import { tenantSettings } from '../tenants/settings.ts';
import type { ConversationRow } from './find.ts';
import { replyQuiet } from './quiet.ts';

type Contact = typeof contacts.$inferSelect;
type Blocked = NonNullable<ReplyStanding['blocked']>;

/** Whether an answer may be sent now, by the gates of its kind, and whether it is an hour for it. */
export async function replyStanding(
  ctx: TxContext,
  row: ConversationRow,
  contact: Contact | undefined,
): Promise<ReplyStanding> {
  const number = row.numberId === null ? undefined : await chooseNumber(ctx, row.numberId);
  if (number === undefined) {
    const words = `${row.numberPhone}, which they wrote to, is not one of your numbers any more.`;
    return { blocked: { words, fix: 'Text them from another number.' }, quiet: null };
  }
  const simulated = !(await isLive(ctx, number.id));
  const subject = { kind: 'reply' as const, phone: row.phone, contact, simulated };
  const refusal = await permanentRefusal(ctx, subject);
  if (refusal?.reason === 'do_not_contact') return { blocked: await listed(ctx, row.phone), quiet: null };
  if (refusal !== null) {
    return { blocked: { words: `${skipReasonWords[refusal.reason]}.`, fix: '' }, quiet: null };
  }
  const blocked = number.stoppedAt === null ? await killed(ctx, number.id) : stopped;
  return { blocked, quiet: blocked === null ? await replyQuiet(ctx, subject) : null };
}

const stopped: Blocked = {
  words: 'The carrier blocked the number they wrote to.',
  fix: 'An admin can see why on the page of the number, and start it again there.',
};

async function killed(ctx: TxContext, numberId: string): Promise<Blocked | null> {
  const scope = await findKill(ctx, { numberId });
  if (scope === null) return null;
  return { words: 'The kill switch is on, so nothing is sent.', fix: 'Answer when it is lifted.' };
}

/** Which entry of the do-not-contact list refuses them: their own word before anybody else's. */
async function listed(ctx: TxContext, phone: string): Promise<Blocked> {
  const entries = await ctx.tx.db
    .select()
    .from(doNotContact)
    .where(and(eq(doNotContact.phone, phone), eq(doNotContact.scope, 'all'), isNull(doNotContact.liftedAt)))
    .orderBy(desc(doNotContact.createdAt));
  const entry = entries.find(({ origin }) => origin === 'recipient') ?? entries[0];
  if (entry === undefined || (await isListedByPlatform(ctx, phone))) {
    return { words: 'They are on the do-not-contact list of the platform.', fix: obstacles.platform ?? '' };
  }
  const { timeZone } = await tenantSettings(ctx);
  const day = entry.createdAt.toLocaleDateString('en-US', { timeZone, dateStyle: 'medium' });
  return {
    words: `They are on the do-not-contact list since ${day}${entry.reason === null ? '' : `: ${entry.reason}`}.`,
    fix: obstacles[entry.origin] ?? 'Somebody who may change that list can take them off.',
  };
}
