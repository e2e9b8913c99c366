import { createHash } from 'node:crypto';
import { keyPrefix, type Redis } from './redis.ts';

/** One limit in parts a second; a bucket that nobody used yet is empty. */
export type Bucket = { name: string; ratePerSecond: number };

export type Taken = {
  /** How many of the texts, from the first, may go now. */
  count: number;
  /** When it is worth asking for the rest, ms from now; 0 when all were granted. */
  waitMs: number;
};

/** What could be taken. */
export type Available = {
  /** Parts from all buckets of a group together; may be negative. */
  parts: number;
  /** When there will be one part, ms from now; 0 when there is. */
  waitMs: number;
};

/** A bucket is never used for longer ahead than this, s; nor holds less than this many parts when the rate allows it in that time. */
const mostSecondsAhead = 30;
const usualSecondsAhead = 2;
const worthwhileParts = 100;

/** Campaigns leave this share of each bucket to single texts. */
const singlesShare = 0.2;

/** A bucket that rests this long is forgotten and starts empty again, s. */
const restSeconds = 86_400;

/** Parts a bucket holds at most: two seconds of its rate, or for slow ones a batch's worth, but never more than 30 seconds. */
export function capacityOf({ ratePerSecond }: Pick<Bucket, 'ratePerSecond'>): number {
  return Math.max(
    usualSecondsAhead * ratePerSecond,
    Math.min(mostSecondsAhead * ratePerSecond, worthwhileParts),
  );
}

/**
 * Fills each bucket by the time that passed, finds how many texts all of them allow, and takes exactly those.
 * A text larger than a whole bucket goes when that bucket is full, and leaves a debt.
 */
const takeScript = `
local now = tonumber(ARGV[1])
if now == 0 then local t = redis.call('TIME'); now = t[1] * 1000 + t[2] / 1000 end
local keep = tonumber(ARGV[2])
local texts = tonumber(ARGV[3])
local base = 3 + 2 * #KEYS
local first = tonumber(ARGV[base + 1])
local free, alone = math.huge, texts > 0
local tokens = {}
for i, key in ipairs(KEYS) do
  local rate, cap = tonumber(ARGV[2 + 2 * i]), tonumber(ARGV[3 + 2 * i])
  local seen = redis.call('HMGET', key, 'tokens', 'at')
  local at = tonumber(seen[2]) or now
  local have = math.min(cap, (tonumber(seen[1]) or 0) + math.max(0, now - at) * rate / 1000)
  tokens[i] = have
  free = math.min(free, have - keep * cap)
  alone = alone and (first <= have - keep * cap or (first > cap * (1 - keep) and have >= cap))
end
local count, over = 0, texts + 1
while over - count > 1 do
  local half = math.floor((count + over) / 2)
  if tonumber(ARGV[base + half]) <= free + 0.000001 then count = half else over = half end
end
local parts = count > 0 and tonumber(ARGV[base + count]) or 0
if count == 0 and alone then count = 1; parts = first end
local wait = 0
for i, key in ipairs(KEYS) do
  local rate, cap = tonumber(ARGV[2 + 2 * i]), tonumber(ARGV[3 + 2 * i])
  local left = tokens[i] - parts
  redis.call('HSET', key, 'tokens', tostring(left), 'at', tostring(now))
  redis.call('EXPIRE', key, ${restSeconds})
  if count < texts then
    local wanted = math.min(tonumber(ARGV[base + texts]) - parts, cap * (1 - keep) / 2)
    wanted = math.max(wanted, tonumber(ARGV[base + count + 1]) - parts)
    local target = math.min(cap, wanted + keep * cap)
    wait = math.max(wait, math.ceil((target - left) * 1000 / rate))
  end
end
return { count, wait }`;

/** Reads what a group of buckets would allow now, without taking anything; one nobody used yet begins to fill, and one used after now, by a clock that was set back, goes on. */
const peekScript = `
local now = tonumber(ARGV[1])
if now == 0 then local t = redis.call('TIME'); now = t[1] * 1000 + t[2] / 1000 end
local keep = tonumber(ARGV[2])
local free, wait = math.huge, 0
for i, key in ipairs(KEYS) do
  local rate, cap = tonumber(ARGV[1 + 2 * i]), tonumber(ARGV[2 + 2 * i])
  local seen = redis.call('HMGET', key, 'tokens', 'at')
  if not seen[2] then
    redis.call('HSET', key, 'tokens', '0', 'at', tostring(now))
    redis.call('EXPIRE', key, ${restSeconds})
  elseif tonumber(seen[2]) > now then
    redis.call('HSET', key, 'at', tostring(now))
  end
  local have = math.min(cap, (tonumber(seen[1]) or 0) + math.max(0, now - (tonumber(seen[2]) or now)) * rate / 1000)
  free = math.min(free, have - keep * cap)
  wait = math.max(wait, math.ceil((math.min(1, cap * (1 - keep)) + keep * cap - have) * 1000 / rate - 0.001))
end
return { tostring(free), wait }`;

type Script = { text: string; sha: string };
const take = scriptOf(takeScript);
const peek = scriptOf(peekScript);

function scriptOf(text: string): Script {
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}

/**
 * Per-second limits that all processes share. While Redis is away nothing is granted: the calls reject.
 *
 * @param now a clock of the caller's own, ms; Redis's own time when absent, which all processes share
 */
export class TokenBuckets {
  readonly #redis: Redis;
  readonly #now: () => number;

  constructor(redis: Redis, now: () => number = () => 0) {
    this.#redis = redis;
    this.#now = now;
  }

  /**
   * Takes parts from all buckets for as many of the texts, from the first, as every bucket allows.
   *
   * @param input.parts parts of each text, in the order they are to go
   * @param input.single whether the last fifth of each bucket may be used
   */
  async take(input: {
    buckets: readonly Bucket[];
    parts: readonly number[];
    single: boolean;
  }): Promise<Taken> {
    if (input.buckets.length === 0) return { count: input.parts.length, waitMs: 0 };
    let sum = 0;
    const sums = input.parts.map((parts) => (sum += parts));
    const answer = await this.#run(
      take,
      input.buckets.length,
      ...input.buckets.map(keyOf),
      this.#now(),
      input.single ? 0 : singlesShare,
      sums.length,
      ...limits(input.buckets),
      ...sums,
    );
    const [count, waitMs] = Array.isArray(answer) ? answer.map(Number) : [];
    return { count: count ?? 0, waitMs: waitMs ?? 0 };
  }

  /** Looks what campaigns, or single texts, could take, and takes nothing. */
  async available(
    buckets: readonly Bucket[],
    { single }: { single: boolean } = { single: false },
  ): Promise<Available> {
    if (buckets.length === 0) return { parts: Number.POSITIVE_INFINITY, waitMs: 0 };
    const answer = await this.#run(
      peek,
      buckets.length,
      ...buckets.map(keyOf),
      this.#now(),
      single ? 0 : singlesShare,
      ...limits(buckets),
    );
    const [parts, waitMs] = Array.isArray(answer) ? answer.map(Number) : [];
    return { parts: parts ?? 0, waitMs: waitMs ?? 0 };
  }

  /** By its hash, which the server knows after the first time; the text alone is as long as the rest of the request. */
  async #run(script: Script, keys: number, ...values: (string | number)[]): Promise<unknown> {
    try {
      return await this.#redis.evalsha(script.sha, keys, ...values);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return this.#redis.eval(script.text, keys, ...values);
    }
  }
}

function limits(buckets: readonly Bucket[]): number[] {
  return buckets.flatMap((bucket) => [bucket.ratePerSecond, capacityOf(bucket)]);
}

function keyOf({ name }: Bucket): string {
  return `${keyPrefix}:rate:${name}`;
}
