import { sql } from 'drizzle-orm';
import type { Context } from '../context/context.ts';
import { campaignStateGate } from '../gates/campaign-state.ts';
import { endWaiting } from './cancel-waiting.ts';

/**
 * Skips what a campaign did not reach before its own end, whatever it waits for, and completes it; texts at the carrier settle as usual.
 * May be run again at any time, and does nothing before that end.
 */
export async function endCampaign(ctx: Context, input: { campaignId: string }): Promise<void> {
  const now = ctx.services.clock.now().toISOString();
  await endWaiting(ctx, {
    ...input,
    ending: { status: 'skipped', reason: 'campaign_ended', ruleVersion: campaignStateGate.version },
    when: sql`c.status in ('sending', 'paused') and c.frozen_at is not null and c.ends_at <= ${now}::timestamptz`,
  });
}
