// Whether small work waits for large work, what waiting costs Redis, and what a second sender brings. All figures of one run.
import { bottleneckOf, sharesOf } from './kit/bottleneck.ts';
import { Installation } from './kit/installation.ts';
import { freezePaused, pause, resume } from './kit/campaign.ts';
import { untilTaken } from './kit/arrivals.ts';
import { measureFloor } from './kit/floors.ts';
import { measurePath, newGround } from './kit/measure.ts';
import { redisMegabytes, watchRedis } from './kit/redis-memory.ts';
import { report, say } from './kit/report.ts';
import { verdict } from './kit/verdict.ts';
import { measureSingles } from './kit/singles.ts';
import { measureSmall } from './kit/small-campaign.ts';
import { affordable, fairnessPromises, slowerThanPromised } from './kit/promises.ts';

const quick = process.argv.includes('--quick');
const size = quick
  ? { large: 3_000, path: 300, rounds: 1, singles: 2 }
  : { large: 1_000_000, path: 20_000, rounds: 5, singles: 20 };
/** Requests each sender has open on the machine the figures are promised for, and the carrier's answer time, ms. */
const openThere = 100;
const latencyMs = 50;

/** The large campaign is under way when the carrier got so many of its texts. */
const underWay = 500;

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
  const openHere = affordable(openThere, slower);
  const fast = await measureFast();
  const few = await measureSenders(openHere);
  const many = await measureSenders(openThere);
  const large = await measureBesideLarge(openHere);
  const { small, singles, redis } = large;
  const ratios = {
    second_sender: few.two.perSecond / few.one.perSecond,
    second_sender_all_open: many.two.perSecond / many.one.perSecond,
    small_campaign: small.besideFew.lastSeconds / small.alone.lastSeconds,
    small_campaign_all_open: small.besideMany.lastSeconds / small.alone.lastSeconds,
  };
  report('fairness', { ratios, figures: { slower, openHere, size, bare, fast, few, many, ...large } });
  process.exitCode = verdict(fairnessPromises, {
    ...ratios,
    small_first_seconds: small.besideMany.firstSeconds,
    confirmation_seconds: singles.confirmation.longest,
    posted_seconds: singles.posted.longest,
    redis_megabytes: redis.most - redis.idle,
  });
} finally {
  await installation.close();
}
process.exit();

/** One sender as fast as it can. */
async function measureFast() {
  const fast = await measurePath(installation, { texts: size.path, latencyMs: 0, open: openThere });
  const shares = sharesOf(fast);
  const bottleneck = bottleneckOf(shares);
  say(`one sender, 0 ms (bottleneck: ${bottleneck})`, fast);
  say('cores busy', shares);
  return { ...fast, shares, bottleneck };
}

/** One sender and two at the carrier's usual time, each with so many requests open. */
async function measureSenders(open: number) {
  const path = { texts: size.path, latencyMs, open };
  const first = await installation.startSender(open);
  const one = await measurePath(installation, { ...path, senders: [first] });
  say(`one sender, 50 ms, ${open} requests open`, one);
  const second = await installation.startSender(open);
  const two = await measurePath(installation, { ...path, senders: [first, second] });
  say('two senders', two);
  await Promise.all([first.end(), second.end()]);
  return { one, two };
}

/**
 * Small campaigns alone, then everything that must not wait while a large one runs, and what Redis holds meanwhile: small campaigns
 * first with few requests open, and all with as many as are promised.
 */
async function measureBesideLarge(few: number) {
  const large = await newGround(installation, size.large);
  const { id } = await freezePaused(installation, large);
  await installation.settle();
  await installation.startApi();
  await installation.tellCarrier({ latencyMs, reset: true });
  const first = await installation.startSender(few);
  await measureSmall(installation, 1);
  const alone = await measureSmall(installation, size.rounds);
  say('100 texts alone', alone);
  const idle = await redisMegabytes(installation.redis);
  const { most, value } = await watchRedis(installation.redis, async () => {
    await resume(installation, id);
    await untilTaken(installation, { from: large.phone, texts: underWay });
    const besideFew = await measureSmall(installation, size.rounds);
    await installation.startSender(openThere);
    await first.end();
    const besideMany = await measureSmall(installation, size.rounds);
    const singles = await measureSingles(installation, large, size.singles);
    return { besideFew, besideMany, singles };
  });
  await pause(installation, id);
  const { besideFew, besideMany, singles } = value;
  say(`100 texts beside a large campaign with ${few} requests open`, besideFew);
  say(`100 texts beside one with ${openThere}`, besideMany);
  say('confirmation of a STOP, s', singles.confirmation);
  say('a posted text, s', singles.posted);
  say('Redis, MB', { idle, most });
  return { small: { alone, besideFew, besideMany }, singles, redis: { idle, most } };
}
