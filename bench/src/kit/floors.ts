import { Side } from './side.ts';
import { processCpu } from './cpu.ts';
import type { Installation } from './installation.ts';
import { floorResult } from '../programs/floor-order.ts';

export type Floor = { perSecond: number; node: number };

/** Sends texts in a process of its own, without any state: what nobody can be faster than on this machine at this moment. */
export async function measureFloor(
  installation: Installation,
  order: { client: 'bare' | 'sdk'; texts: number; latencyMs: number; open: number },
): Promise<Floor> {
  const { client, texts, open } = order;
  await installation.tellCarrier({ latencyMs: order.latencyMs, reset: true });
  const side = new Side('floor');
  try {
    const subject = { client, baseUrl: installation.carrierUrl, open };
    await side.ask({ ...subject, texts: Math.min(texts, 2_000) }, floorResult);
    const before = processCpu(side.pid);
    const { seconds } = await side.ask({ ...subject, texts }, floorResult);
    return { perSecond: texts / seconds, node: (processCpu(side.pid) - before) / texts };
  } finally {
    await side.end();
  }
}
