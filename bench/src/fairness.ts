// Whether small work waits for large work, what waiting costs Redis, and what a second sender brings. All figures of one run.
import { bottleneckOf, sharesOf } from './kit/bottleneck.ts';
import { Installation } from './kit/installation.ts';
import { freezePaused, pause, resume } from './kit/campaign.ts';
import { untilMore } from './kit/arrivals.ts';
import { measureFloor } from './kit/floors.ts';
import { measurePath, newGround } from './kit/measure.ts';
import type { Program } from './kit/program.ts';
import { redisMegabytes, watchRedis } from './kit/redis-memory.ts';
import { report, say } from './kit/report.ts';
import { verdict } from './kit/verdict.ts';
import { measureSingles } from './kit/singles.ts';
import { measureSmall, type Small } from './kit/small-campaign.ts';
import { affordable, fairnessPromises, slowerThanPromised } from './kit/promises.ts';

const quick = process.argv.includes('--quick');
const size = quick
  ? { large: 6_000, path: 300, rounds: 1, singles: 2 }
  : { large: 1_000_000, path: 20_000, rounds: 5, singles: 20 };
/** Requests each sender has open on the machine the figures are promised for, and the carrier's answer time, ms. */
const openThere = 100;
const latencyMs = 50;

/** The large campaign is under way when the carrier got so many of its texts. */
const underWay = quick ? 50 : 500;

let working: { open: number; program: Program } | undefined;
const installation = await Installation.open();
try {
  const bare = await measureFloor(installation, {
    client: 'bare',
    texts: size.path,
    latencyMs: 0,
    open: openThere,
  });
  say('bare undici, 0 ms', bare);
  const slower = slowerThanPromised('bareRequest', bare.node);
  // The quick run, which says nothing, needs no second look.
  const openHere = quick ? openThere : affordable(openThere, slower);
  const fast = await measureFast();
  const senders = await inBoth(openHere, measureSenders);
  const large = await measureBesideLarge(openHere);
  const { alone, beside, singles, redis } = large;
  const ratios = {
    second_sender: senders.few.two.perSecond / senders.few.one.perSecond,
    second_sender_all_open: senders.many.two.perSecond / senders.many.one.perSecond,
    small_campaign: beside.few.lastSeconds / alone.few.lastSeconds,
    small_campaign_all_open: beside.many.lastSeconds / alone.many.lastSeconds,
  };
  report('fairness', { ratios, figures: { slower, openHere, size, bare, fast, senders, ...large } });
  process.exitCode = verdict(fairnessPromises, {
    ...ratios,
    small_first_seconds: beside.many.firstSeconds,
    confirmation_seconds: singles.confirmation.longest,
    posted_seconds: singles.posted.longest,
    redis_megabytes: redis.most - redis.idle,
  });
} finally {
  await installation.close();
}
process.exit();

/** Measures with as many requests open as are promised, and with as many as this machine has cores for. */
async function inBoth<T>(
  openHere: number,
  measure: (open: number) => Promise<T>,
): Promise<{ many: T; few: T }> {
  const many = await measure(openThere);
  return { many, few: openHere === openThere ? many : await measure(openHere) };
}

/** One sender as fast as it can. */
async function measureFast() {
  const senders = [await senderWith(openThere)];
  const fast = await measurePath(installation, { texts: size.path, latencyMs: 0, open: openThere, senders });
  const shares = sharesOf(fast);
  const bottleneck = bottleneckOf(shares);
  say(`one sender, 0 ms (bottleneck: ${bottleneck})`, fast);
  say('cores busy', shares);
  return { ...fast, shares, bottleneck };
}

/** One sender and two at the carrier's usual time, each with so many requests open. */
async function measureSenders(open: number) {
  const path = { texts: size.path, latencyMs, open };
  const first = await senderWith(open);
  const one = await measurePath(installation, { ...path, senders: [first] });
  say(`one sender, 50 ms, ${open} requests open`, one);
  const second = await installation.startSender(open);
  const two = await measurePath(installation, { ...path, senders: [first, second] });
  say('two senders', two);
  await second.end();
  return { one, two };
}

/** Small campaigns alone, then everything that must not wait while a large one runs, and what Redis holds meanwhile. */
async function measureBesideLarge(openHere: number) {
  const large = await newGround(installation, size.large);
  const { id } = await freezePaused(installation, large);
  await installation.settle();
  await installation.startApi();
  await installation.tellCarrier({ latencyMs, reset: true });
  const alone = await inBoth(openHere, (open) => small(open, 'alone'));
  const idle = await redisMegabytes(installation.redis);
  await resume(installation, id);
  const atWork = async (open: number) => {
    await senderWith(open);
    await untilMore(installation, { from: large.phone, texts: underWay });
  };
  const besideLarge = async (open: number) => {
    await atWork(open);
    return small(open, 'beside a large campaign');
  };
  const { most, value } = await watchRedis(installation.redis, async () => {
    const beside = await inBoth(openHere, besideLarge);
    await atWork(openThere);
    return { beside, singles: await measureSingles(installation, large, size.singles) };
  });
  await pause(installation, id);
  say('confirmation of a STOP, s', value.singles.confirmation);
  say('a posted text, s', value.singles.posted);
  say('Redis, MB', { idle, most });
  return { alone, ...value, redis: { idle, most } };
}

/** The one sender at work, with so many requests open. */
async function senderWith(open: number): Promise<Program> {
  if (working?.open === open) return working.program;
  await working?.program.end();
  working = { open, program: await installation.startSender(open) };
  return working.program;
}

/** Small campaigns of new tenants, once the programs are warm. */
async function small(open: number, where: string): Promise<Small> {
  await senderWith(open);
  await measureSmall(installation, 1);
  const result = await measureSmall(installation, size.rounds);
  say(`100 texts ${where}, ${open} requests open`, result);
  return result;
}
