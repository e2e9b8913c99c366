import { sql } from 'drizzle-orm';
import { carrierAccounts, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { carrierRegistrations } from '@sms-crm/db/tables/sending';
import { withTransaction, type Context } from '../src/context/context.ts';
import { newContext, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, ScriptedCarrier, TestSender } from './sending-kit.ts';

export type NumberGiven = { phone: string; rateParts: number };

/** A tenant with these numbers of one registration and some contacts. */
export async function numberScene(services: TestServices, numbers: readonly NumberGiven[], contacts: number) {
  services.jobs.length = 0;
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  const ctx = await newContext(services);
  const given = await giveNumbers(ctx, numbers);
  await addContacts(ctx, contacts);
  return { ctx, carrier, sender: new TestSender(services, ctx), ...given };
}

/** Numbers that no rate holds back. */
export const fast = (phones: readonly string[]): NumberGiven[] =>
  phones.map((phone) => ({ phone, rateParts: 100 }));

/** One registration at the scripted carrier with these numbers; the first is the tenant's default. */
export async function giveNumbers(
  ctx: Context,
  numbers: readonly NumberGiven[],
): Promise<{ registrationId: string; ids: string[] }> {
  await giveNumber(ctx);
  return withTransaction(ctx, async ({ tx: { db }, tenantId }) => {
    const [account] = await db.select().from(carrierAccounts);
    const carrierAccountId = account?.id ?? '';
    const [registration] = await db
      .insert(carrierRegistrations)
      .values({ tenantId, carrierAccountId, kind: '10dlc', name: 'Club', status: 'approved' })
      .returning();
    const registrationId = registration?.id ?? '';
    await db.delete(sendingNumbers);
    const rows = await db
      .insert(sendingNumbers)
      .values(
        numbers.map((number, index) => ({
          tenantId,
          carrierAccountId,
          registrationId,
          ...number,
          type: '10dlc' as const,
          isDefault: index === 0,
          stopConfirmer: 'self' as const,
        })),
      )
      .returning();
    return { registrationId, ids: rows.map(({ id }) => id) };
  });
}

/** Phones of other area codes than any contact's, so that contacts are spread over them. */
export function farPhones(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `+1303555${String(n).padStart(4, '0')}`);
}

/** Says that contacts know this number already; they are taken from those that know none, in the order of their phones. */
export async function letKnow(ctx: Context, numberId: string, count: number): Promise<void> {
  await withTransaction(ctx, (ctx) =>
    ctx.tx.db.execute(sql`
      insert into contact_numbers (tenant_id, contact_id, number_id)
      select c.tenant_id, c.id, ${numberId}::uuid from contacts c
      where not exists (select from contact_numbers k where k.contact_id = c.id) order by c.phone limit ${count}`),
  );
}
