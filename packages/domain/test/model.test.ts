import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { mutations } from './model/mutations.ts';
import { play } from './model/play.ts';
import { makeScenario, partMicros, type Scenario } from './model/scenario.ts';

/** People in each scenario; a longer run takes more. */
const people = Number(process.env['MODEL_PEOPLE'] ?? 110);
const patience = { timeout: 600_000 };

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

test.each([
  ['over the spring change of clocks', makeScenario(2, { people, days: 3 })],
  [
    'over the autumn change of clocks, with texts of one and two parts',
    makeScenario(3, { people, days: 2, long: 0.3 }),
  ],
  [
    'that skips who is over the budget',
    { ...makeScenario(4, { people, days: 1, limits: 'money' }), overBudget: 'skip' as const },
  ],
  [
    'on a number that warms up slowly',
    { ...makeScenario(6, { people, days: 2, limits: 'parts' }), dailyParts: Math.floor(people / 5) },
  ],
])(
  'a campaign %s: everyone gets the text at a lawful and affordable moment, or has the oracle’s reason',
  patience,
  async (_name, scenario) => {
    expect(await play(services, scenario)).toEqual([]);
  },
);

/** From 7:00 in New York on: each event comes just as the batches of some states are offered. */
function trap(limits: Pick<Scenario, 'dailyMicros' | 'dailyParts'>): Scenario {
  const { people: some, ...scenario } = makeScenario(2, { people: 110, days: 1, limits: 'none' });
  return {
    ...scenario,
    ...limits,
    startsAt: new Date('2027-03-12T12:00:00Z'),
    steps: 16,
    // 8:00 in the east, 8:00 in the mountains, 9:00 in California.
    people: some
      .filter((_, index) => index % 55 < 40)
      .map((person) => ({
        ...person,
        stopsAt: ['GA', 'OH'].includes(person.place.state ?? '') ? 2 : null,
      })),
    kills: [{ from: 6, to: 8 }],
    pauses: [{ from: 10, to: 12 }],
  };
}

/** Everybody may be texted, two of each state, so that a limit of an odd number cuts through a batch. */
function limited(limits: Pick<Scenario, 'dailyMicros' | 'dailyParts'>): Scenario {
  const { people: some, ...scenario } = trap(limits);
  return {
    ...scenario,
    people: some.map((person) => ({ ...person, consent: 'granted', listed: false, stopsAt: null })),
  };
}

const traps = {
  budget: limited({ dailyMicros: 31 * partMicros, dailyParts: null }),
  'warm-up': limited({ dailyMicros: null, dailyParts: 31 }),
  // Ends while the east is open and the middle is not.
  time: { ...trap({ dailyMicros: null, dailyParts: null }), steps: 4, kills: [], pauses: [] },
  none: trap({ dailyMicros: null, dailyParts: null }),
};

test.each(Object.entries(traps))(
  'the trap (limit: %s) itself is played without a finding',
  patience,
  async (_name, scenario) => {
    expect(await play(services, scenario)).toEqual([]);
  },
);

test.each(mutations)('is found out: $name', patience, async ({ limit, tamper, begin }) => {
  const end = begin();
  try {
    expect(await play(services, traps[limit], tamper)).not.toEqual([]);
  } finally {
    end();
  }
});
