// Whether small work waits for large work, what waiting costs Redis, and what a second sender brings. All figures of one run.
import { bottleneckOf, sharesOf } from './kit/bottleneck.ts';
import { Installation } from './kit/installation.ts';
import { freezePaused, pause, resume } from './kit/campaign.ts';
import { untilTaken } from './kit/arrivals.ts';
import { measurePath, newGround } from './kit/measure.ts';
import { redisMegabytes, watchRedis } from './kit/redis-memory.ts';
import { report, say } from './kit/report.ts';
import { verdict } from './kit/verdict.ts';
import { measureSingles } from './kit/singles.ts';
import { measureSmall } from './kit/small-campaign.ts';
import { fairnessPromises } from './kit/promises.ts';

const quick = process.argv.includes('--quick');
const size = quick
  ? { large: 3_000, path: 300, rounds: 1, singles: 2 }
  : { large: 1_000_000, path: 20_000, rounds: 5, singles: 20 };
/** Requests each sender has open, and the carrier's answer time, ms. */
const open = 100;
const latencyMs = 50;

/** The large campaign is under way when the carrier got so many of its texts. */
const underWay = 500;

const installation = await Installation.open();
try {
  const figures = { ...(await measureSenders()), ...(await measureBesideLarge()) };
  const { alone, beside, singles, redis, two, one } = figures;
  const ratios = {
    second_sender: two.perSecond / one.perSecond,
    small_campaign: beside.lastSeconds / alone.lastSeconds,
  };
  report('fairness', { ratios, figures: { size, ...figures } });
  process.exitCode = verdict(fairnessPromises, {
    ...ratios,
    small_first_seconds: beside.firstSeconds,
    confirmation_seconds: singles.confirmation.longest,
    posted_seconds: singles.posted.longest,
    redis_megabytes: redis.most - redis.idle,
  });
} finally {
  await installation.close();
}
process.exit();

/** One sender at 0 ms, one and two at the carrier's usual time. */
async function measureSenders() {
  const texts = size.path;
  const first = await installation.startSender(open);
  const fast = await measurePath(installation, { texts, latencyMs: 0, open, senders: [first] });
  const shares = sharesOf(fast);
  const bottleneck = bottleneckOf(shares);
  say(`one sender, 0 ms (bottleneck: ${bottleneck})`, fast);
  say('cores busy', shares);
  const one = await measurePath(installation, { texts, latencyMs, open, senders: [first] });
  say('one sender, 50 ms', one);
  const second = await installation.startSender(open);
  const two = await measurePath(installation, { texts, latencyMs, open, senders: [first, second] });
  say('two senders, 50 ms', two);
  await second.end();
  return { fast: { ...fast, shares, bottleneck }, one, two };
}

/** Small campaigns alone, then everything that must not wait while a large one runs, and what Redis holds meanwhile. */
async function measureBesideLarge() {
  const large = await newGround(installation, size.large);
  const { id } = await freezePaused(installation, large);
  await installation.settle();
  await installation.startApi();
  await installation.tellCarrier({ latencyMs, reset: true });
  await measureSmall(installation, 1);
  const alone = await measureSmall(installation, size.rounds);
  say('100 texts alone', alone);
  const idle = await redisMegabytes(installation.redis);
  const { most, value } = await watchRedis(installation.redis, async () => {
    await resume(installation, id);
    await untilTaken(installation, { from: large.phone, texts: underWay });
    const beside = await measureSmall(installation, size.rounds);
    const singles = await measureSingles(installation, large, size.singles);
    return { beside, singles };
  });
  await pause(installation, id);
  say('100 texts beside a large campaign', value.beside);
  say('confirmation of a STOP, s', value.singles.confirmation);
  say('a posted text, s', value.singles.posted);
  say('Redis, MB', { idle, most });
  return { alone, ...value, redis: { idle, most } };
}
