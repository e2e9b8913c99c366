import { connectRedis, redisReady, type Redis } from '@sms-crm/runtime/redis';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { mutations } from './model/mutations.ts';
import { play, type Stage } from './model/play.ts';
import { makeScenario, type ScenarioOptions } from './model/scenario.ts';
import { traps } from './model/traps.ts';

/** People and moments of each scenario; a longer run takes more of both, and more seeds. */
const size = {
  people: Number(process.env['MODEL_PEOPLE'] ?? 48),
  steps: Number(process.env['MODEL_STEPS'] ?? 22),
};
const runs = Number(process.env['MODEL_RUNS'] ?? 2);
const firstSeed = Number(process.env['MODEL_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const patience = { timeout: 600_000 };

let services: TestServices;
let redis: Redis;
let stage: Stage;
beforeAll(async () => {
  services = await createTestServices();
  redis = connectRedis({ url: process.env['TEST_REDIS_URL'] ?? '', name: 'test', log: services.log });
  await redisReady(redis, 5_000);
  const real = performance.now.bind(performance);
  let aheadMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => real() + aheadMs);
  const wait = (ms: number) => {
    aheadMs += ms;
  };
  stage = { services, redis, wait };
});
afterAll(async () => {
  vi.restoreAllMocks();
  redis.disconnect();
  await services.close();
});

test.each<[string, number, ScenarioOptions]>([
  ['over the spring change of clocks', 2, { ...size, start: 0, limits: ['dailyMicros', 'dailyParts'] }],
  [
    'over the autumn change of clocks, with texts of one and two parts',
    3,
    { ...size, start: 1, limits: ['dailyParts', 'rateParts'], long: 0.3, abroad: true },
  ],
  [
    'that skips who is over the budget',
    4,
    { ...size, start: 2, limits: ['dailyMicros'], overBudget: 'skip' as const },
  ],
  ['under a carrier’s cap and a rate', 6, { ...size, start: 3, limits: ['capParts', 'rateParts'] }],
])(
  'a campaign %s: everyone gets the text at a lawful and affordable moment, or has the oracle’s reason',
  patience,
  async (_name, seed, options) => {
    expect(await play(stage, makeScenario(seed, options))).toEqual([]);
  },
);

const limits = ['dailyMicros', 'dailyParts', 'capParts', 'rateParts'] as const;

test.each(Array.from({ length: runs }, (_, run) => firstSeed + run))(
  'a campaign of chance, seed %i (MODEL_SEED repeats it): nobody is missed, nobody is texted against a rule',
  patience,
  async (seed) => {
    const chosen = limits.filter((_, index) => ((seed >> index) & 1) === 1);
    const options = { ...size, limits: chosen, long: seed % 3 === 0 ? 0.3 : 0, abroad: seed % 2 === 0 };
    expect(await play(stage, makeScenario(seed, options)), `MODEL_SEED=${seed}`).toEqual([]);
  },
);

test.each(Object.entries(traps))(
  'the trap %s itself is played without a finding',
  patience,
  async (_name, scenario) => {
    expect(await play(stage, scenario)).toEqual([]);
  },
);

test.each(mutations)('is found out: $name', patience, async ({ trap, begin, ...wrong }) => {
  const end = begin?.();
  try {
    expect(await play(stage, traps[trap], wrong)).not.toEqual([]);
  } finally {
    end?.();
  }
});
