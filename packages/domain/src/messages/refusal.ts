import type { MessageKind } from '@sms-crm/contracts/gates';
import type { SkipReason } from '@sms-crm/contracts/reasons';
import type { contacts } from '@sms-crm/db/tables/contacts';
import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { askGates } from '../gates/chain.ts';
import { isDoNotContact } from '../gates/do-not-contact.ts';
import { quietKeyOf } from '../quiet-hours/places.ts';
import { recipientWindows } from '../quiet-hours/recipient-windows.ts';
import { readNarrowing } from '../quiet-hours/tenant-narrowing.ts';
import { readSuppressed } from '../suppression/read-suppressed.ts';
import { tenantSettings } from '../tenants/settings.ts';

/** Why a text can never go out, with the rule that says so. */
export type Refusal = { reason: SkipReason; ruleVersion: number; ruleId: string | null };

type Contact = typeof contacts.$inferSelect;

/**
 * What the gates would say for good to a single text now; null when none refuses it. What only makes it wait is left to the send path.
 *
 * @param input.contact who has the phone; undefined when nobody known has
 */
export async function permanentRefusal(
  ctx: TxContext,
  input: { kind: MessageKind; phone: string; contact: Contact | undefined; simulated: boolean },
): Promise<Refusal | null> {
  const { kind, contact, simulated } = input;
  const contactIds = contact === undefined ? [] : [contact.id];
  const suppressed = await readSuppressed(ctx, { contactIds, kind, simulated });
  const rule = suppressed.get(contact?.id ?? '') ?? null;
  const { answer, gate } = askGates(kind, {
    killed: false,
    campaignStatus: null,
    campaignEnded: false,
    doNotContact: await onList(ctx, input),
    consent: contact?.consent ?? null,
    suppressed: rule?.reason ?? null,
    quiet: await quietOf(ctx, input),
  });
  if (answer.type !== 'skip' || gate === null) return null;
  const own = gate.name === 'suppression' ? rule : null;
  return { reason: answer.reason, ruleVersion: own?.version ?? gate.version, ruleId: own?.ruleId ?? null };
}

async function onList(
  ctx: TxContext,
  { kind, phone, simulated }: { kind: MessageKind; phone: string; simulated: boolean },
): Promise<boolean> {
  const { rows } = await ctx.tx.db.execute<{ listed: boolean }>(
    sql`select ${isDoNotContact(sql`${phone}`, { kind: sql`${kind}::text`, simulated })} as listed`,
  );
  return rows[0]?.listed ?? false;
}

async function quietOf(
  ctx: TxContext,
  { phone, contact, simulated }: { phone: string; contact: Contact | undefined; simulated: boolean },
) {
  const tenant = await tenantSettings(ctx);
  const known = { zone: contact?.timeZone ?? null, state: contact?.region ?? null };
  const key = quietKeyOf(phone, known, tenant.defaultCountry);
  const scene = { clock: ctx.services.clock, narrowing: readNarrowing(tenant), simulated };
  return recipientWindows(key, scene).now;
}
