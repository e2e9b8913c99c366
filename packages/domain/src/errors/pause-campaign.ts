import { and, eq } from 'drizzle-orm';
import { liveTopic } from '@sms-crm/contracts/live';
import { campaigns } from '@sms-crm/db/tables/campaigns';
import { memberEmails } from '../access/member-emails.ts';
import { audit } from '../context/audit.ts';
import { signal, type TxContext } from '../context/context.ts';
import { mail } from '../outbox/mail.ts';

/**
 * Pauses a campaign that is being sent, and tells those who may resume it: only a person does. Call it after the messages and
 * before the counters are written.
 *
 * @param input.detail what happened and what to do, in sentences
 * @returns whether it was being sent
 */
export async function pauseBySystem(
  ctx: TxContext,
  input: { campaignId: string; detail: string },
): Promise<boolean> {
  const now = ctx.services.clock.now();
  const [row] = await ctx.tx.db
    .update(campaigns)
    .set({ status: 'paused', pauseDetail: input.detail, updatedAt: now })
    .where(and(eq(campaigns.id, input.campaignId), eq(campaigns.status, 'sending')))
    .returning({ name: campaigns.name });
  if (row === undefined) return false;
  await audit(ctx, {
    action: 'campaign.auto-pause',
    target: { type: 'campaign', id: input.campaignId },
    before: { status: 'sending' },
    after: { status: 'paused', detail: input.detail },
  });
  signal(ctx, liveTopic.campaign(input.campaignId));
  const told = await memberEmails(ctx, 'campaigns:launch');
  await mail(
    ctx,
    told.map((to) => ({ to, subject: `Paused: the campaign ${row.name}`, text: `${input.detail}\n` })),
  );
  return true;
}
