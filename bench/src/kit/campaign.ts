import { setTimeout as sleep } from 'node:timers/promises';
import { createCampaign as draft } from '@sms-crm/contracts/campaigns';
import { createCampaign } from '@sms-crm/domain/campaigns/create';
import { freezeCampaign } from '@sms-crm/domain/campaigns/freeze';
import { launchCampaign } from '@sms-crm/domain/campaigns/launch';
import { publishWake } from '@sms-crm/queue/wake';
import type { Ground } from './ground.ts';
import type { Installation } from './installation.ts';

/** One merge field, one short link, one part. */
export const template =
  'Hi {{first_name|there}}, our spring sale starts today: https://example.com/sale Reply STOP to opt out';

/** How often the end of a campaign is looked for, ms, and the longest wait for it. */
const lookMs = 20;
const endDeadlineMs = 600_000;

/** Launches a campaign to everyone and freezes it here, kept paused. @returns its id and how long the freeze took, s */
export async function freezePaused(
  installation: Installation,
  { ctx }: Ground,
): Promise<{ id: string; freezeSeconds: number }> {
  const { id } = await createCampaign(ctx, draft.parse({ name: 'Bench', template }));
  await launchCampaign(ctx, { id });
  const startedAt = performance.now();
  await freezeCampaign(ctx, { campaignId: id }, { signal: new AbortController().signal });
  const freezeSeconds = (performance.now() - startedAt) / 1_000;
  await pause(installation, id);
  return { id, freezeSeconds };
}

/** Holds a campaign back, as the pause button does. */
export async function pause({ database }: Installation, id: string): Promise<void> {
  await database.owner.query(`update campaigns set status = 'paused' where id = $1`, [id]);
}

/** Lets a paused campaign go, as the resume button does. */
export async function resume({ database, redis }: Installation, id: string): Promise<void> {
  await database.owner.query(`update campaigns set status = 'sending' where id = $1`, [id]);
  await publishWake(redis);
}

/** Waits until a campaign has ended. */
export async function untilCompleted({ database, carrier }: Installation, id: string): Promise<void> {
  const deadline = performance.now() + endDeadlineMs;
  while (performance.now() < deadline) {
    carrier.assertRuns();
    const { rows } = await database.owner.query<{ status: string }>(
      'select status from campaigns where id = $1',
      [id],
    );
    if (rows[0]?.status === 'completed') return;
    await sleep(lookMs);
  }
  throw new Error(`campaign ${id} did not end within ${endDeadlineMs / 1_000} s`);
}
