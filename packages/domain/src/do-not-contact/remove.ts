import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { DncOrigin } from '@sms-crm/contracts/do-not-contact';
import { doNotContact } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError, notFound } from '../context/errors.ts';
import { isListedByPlatform } from './platform-list.ts';

/** Why an entry of an origin cannot be taken off by hand; null for those that can. */
export const obstacles: Record<DncOrigin, string | null> = {
  operator: null,
  import: null,
  recipient: 'The recipient sent STOP; only their own START lifts it.',
  carrier:
    'The carrier reported that this person opted out there and would refuse every text of yours; only their own START lifts it.',
  platform: 'The platform blocked this phone for everyone; ask its operator.',
  review:
    'A reply of theirs may be an opt-out. Decide it under Opt-outs; if it is none, marketing goes on at once.',
  erasure: 'This person asked to be erased; the entry keeps them from coming back.',
};

/**
 * Takes a phone off the list, if people of the tenant put it there.
 *
 * @throws DomainError `not_found`, or `wrong_state` when an entry is in force that cannot be lifted by hand; then nothing changes
 */
export async function removeDoNotContact(ctx: Context, input: { phone: string }): Promise<void> {
  requirePermission(ctx, 'do-not-contact:write');
  await withTransaction(ctx, async (ctx) => {
    const rows = await ctx.tx.db
      .select()
      .from(doNotContact)
      .where(and(eq(doNotContact.phone, input.phone), isNull(doNotContact.liftedAt)))
      .orderBy(doNotContact.id)
      .for('no key update');
    const listed =
      rows.length > 0 ? rows.map(({ origin }) => origin) : await onlyOfPlatform(ctx, input.phone);
    const obstacle = listed.map((origin) => obstacles[origin]).find((words) => words !== null);
    if (obstacle !== undefined) {
      throw new DomainError('wrong_state', { detail: `${input.phone} stays on the list. ${obstacle}` });
    }
    await ctx.tx.db
      .update(doNotContact)
      .set({ liftedAt: ctx.services.clock.now() })
      .where(
        inArray(
          doNotContact.id,
          rows.map((row) => row.id),
        ),
      );
    await audit(ctx, {
      action: 'do-not-contact.remove',
      target: { type: 'phone', id: input.phone },
      before: { origins: rows.map((row) => row.origin) },
    });
  });
}

/**
 * @throws DomainError `not_found` when the platform does not list the phone either
 */
async function onlyOfPlatform(ctx: TxContext, phone: string): Promise<DncOrigin[]> {
  if (await isListedByPlatform(ctx, phone)) return ['platform'];
  throw notFound('entry of the do-not-contact list');
}
