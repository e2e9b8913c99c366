import { sql } from 'drizzle-orm';
import { webhookRefusals } from '@sms-crm/db/tables/webhook-refusals';
import type { TxContext } from '../context/context.ts';

/** Rows kept of an account, those of the latest refusals. */
const mostKept = 50;

/** Refusals alike, to be counted. */
export type NotedRefusal = Pick<
  typeof webhookRefusals.$inferSelect,
  'carrierAccountId' | 'kind' | 'cause' | 'hint' | 'expectedUrl' | 'seenUrl' | 'hits'
>;

/** Counts refusals of the tenant, each on the row of its like, and forgets what is older than the last 50 of an account. */
export async function writeRefusals(ctx: TxContext, noted: readonly NotedRefusal[]): Promise<void> {
  const { tenantId } = ctx;
  const now = ctx.services.clock.now();
  await ctx.tx.db
    .insert(webhookRefusals)
    .values(noted.map((refusal) => ({ tenantId, ...refusal, firstAt: now, lastAt: now })))
    .onConflictDoUpdate({
      target: [
        webhookRefusals.tenantId,
        webhookRefusals.carrierAccountId,
        webhookRefusals.kind,
        webhookRefusals.cause,
        webhookRefusals.seenUrl,
      ],
      set: {
        hits: sql`${webhookRefusals.hits} + excluded.hits`,
        lastAt: now,
        hint: sql`excluded.hint`,
        expectedUrl: sql`excluded.expected_url`,
      },
    });
  const accountIds = [...new Set(noted.map(({ carrierAccountId }) => carrierAccountId))];
  await ctx.tx.db.execute(sql`
    delete from webhook_refusals r using (
      select id, row_number() over (partition by carrier_account_id order by last_at desc, id desc) as place
      from webhook_refusals
      where tenant_id = ${tenantId} and carrier_account_id = any (${sql.param(accountIds)}::uuid[])
    ) ranked
    where r.tenant_id = ${tenantId} and r.id = ranked.id and ranked.place > ${mostKept}`);
}
