import { jobResult } from '../programs/job-order.ts';
import { freezePaused } from './campaign.ts';
import type { Installation } from './installation.ts';
import { newGround, perText, type Measured } from './measure.ts';
import { Side } from './side.ts';

/** Sends a campaign as one job per message, on the same database, Redis and carrier. */
export async function measureContrast(
  installation: Installation,
  options: { texts: number; latencyMs: number; open: number },
): Promise<Measured> {
  const { database, setup } = installation;
  const side = new Side('job-per-message');
  try {
    await installation.tellCarrier({ latencyMs: options.latencyMs, reset: true });
    const run = async (texts: number) => {
      const ground = await newGround(installation, texts);
      const { id } = await freezePaused(installation, ground);
      await installation.settle();
      const before = await installation.cpu([side]);
      const order = {
        databaseUrl: database.ownerUrl,
        redisUrl: setup.redisUrl,
        baseUrl: installation.carrierUrl,
        tenantId: ground.tenantId,
        campaignId: id,
        open: options.open,
      };
      const { seconds } = await side.ask(order, jobResult);
      return perText({ before, after: await installation.cpu([side]), seconds, texts });
    };
    await run(Math.min(1_000, options.texts));
    return await run(options.texts);
  } finally {
    await side.end();
  }
}
