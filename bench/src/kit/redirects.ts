import { addressesOf } from '@sms-crm/local/process-env';
import {
  redirectLoadResult,
  type RedirectLoadOrder,
  type RedirectLoadResult,
} from '../programs/redirect-load-order.ts';
import { processCpu } from './cpu.ts';
import type { Ground } from './ground.ts';
import type { Installation } from './installation.ts';
import type { Program } from './program.ts';
import type { Side } from './side.ts';
import { clicksOf, longestLag, watchReport } from './visible.ts';

/** Browsers that tap at the same time. */
const connections = 64;

/** What the taps of one round came to; CPU times per tap, microseconds. */
export type Taps = {
  perSecond: number;
  p50: number;
  p99: number;
  node: number;
  redis: number;
  postgres: number;
  /** Of the sender, which records the clicks. */
  sender: number;
  /** From a tap until the report shows it, at most, s. */
  visible: number;
};

export type TapScene = {
  installation: Installation;
  ground: Ground;
  campaignId: string;
  load: Side;
  shortener: Program;
  sender: Program;
};

type What = Pick<RedirectLoadOrder, 'links' | 'pick' | 'seconds'> & { perSecond?: number };

/** Taps links of the real redirect process while a real sender records the clicks, until the report shows the last of them. */
export async function measureTaps(scene: TapScene, what: What): Promise<Taps> {
  const { installation, ground, campaignId, load, shortener, sender } = scene;
  const ask = () => clicksOf(installation, ground, campaignId);
  const port = Number(new URL(addressesOf(installation.setup.ports).shortener).port);
  const clicksBefore = await ask();
  const [before, senderBefore] = [await installation.cpu([shortener]), processCpu(sender.pid)];
  const tapping = tap(load, port, what);
  const watching = watchReport(
    ask,
    tapping.then(({ taken }) => clicksBefore + taken),
  );
  const result = await tapping;
  const looks = await watching;
  const [after, senderAfter] = [await installation.cpu([shortener]), processCpu(sender.pid)];
  const counted = (looks.at(-1)?.clicks ?? 0) - clicksBefore;
  if (result.failed > 0 || counted !== result.taken) {
    throw new Error(`${result.taken} taps were taken, ${result.failed} were not, ${counted} clicks counted`);
  }
  const { taken, seconds, p50, p99, progress } = result;
  return {
    perSecond: taken / seconds,
    p50,
    p99,
    node: (after.node - before.node) / taken,
    redis: (after.redis - before.redis) / taken,
    postgres: (after.postgres - before.postgres) / taken,
    sender: (senderAfter - senderBefore) / taken,
    visible: longestLag(progress, looks, clicksBefore),
  };
}

/** Taps the constant answer of a process without anything behind it. */
export async function measureConstant(
  load: Side,
  constant: { port: number; pid: number },
  what: What,
): Promise<{ perSecond: number; node: number }> {
  const before = processCpu(constant.pid);
  const { taken, seconds } = await tap(load, constant.port, what);
  return { perSecond: taken / seconds, node: (processCpu(constant.pid) - before) / taken };
}

function tap(load: Side, port: number, what: What): Promise<RedirectLoadResult> {
  const order: RedirectLoadOrder = { perSecond: null, ...what, port, connections };
  return load.ask(order, redirectLoadResult);
}
