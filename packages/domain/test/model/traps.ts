import { anybody, type Person } from './people.ts';
import { homeIn, india, nowhere, type Home } from './places.ts';
import { partMicrosOf, unlimited, type Scenario } from './scenario.ts';

/** Small scenarios, each of which one gate alone decides: whoever makes that gate wrong is found out. */

const at = (time: string) => new Date(`2027-03-${time}:00Z`);

function trap(
  people: readonly Person[],
  instants: readonly string[],
  endsAt: string,
  other: Partial<Scenario> = {},
): Scenario {
  return {
    ...unlimited,
    people,
    instants: instants.map(at),
    endsAt: at(endsAt),
    overBudget: 'wait',
    halts: [],
    frequency: null,
    ...other,
  };
}

const newYork = homeIn('NY', 'America/New_York');
const wisconsin = homeIn('WI', 'America/Chicago');
const california = homeIn('CA', 'America/Los_Angeles');
const hawaii = homeIn('HI', 'Pacific/Honolulu');
const florida = homeIn('FL', 'America/New_York');

const some = (home: Home, count: number): Person[] =>
  Array.from({ length: count }, (_, index) => anybody(home, index));

/** In New York, where it opens at 13:00 UTC; what changes comes as the first batch is offered. */
const peopleOfAllSorts: Partial<Person>[] = [
  {},
  { consent: 'unknown' },
  { consent: 'revoked' },
  { listed: true },
  { trait: 'tag' },
  { trait: 'area' },
  { trait: 'landline' },
  { trait: 'unreachable' },
  { change: { at: 1, to: 'stopped' } },
  { change: { at: 1, to: 'revoked' } },
  { change: { at: 1, to: 'tagged' } },
  { change: { at: 1, to: 'moved' }, nextHome: california },
  { home: nowhere },
];

const aroundMidnight = ['10T20:00', '11T04:30', '11T05:30'];
const flight = { from: 0, to: 9, inFlight: true };

export const traps = {
  people: trap(
    peopleOfAllSorts.map((own, index) => anybody(own.home ?? newYork, index, own)),
    ['10T12:00', '10T13:30', '10T17:30'],
    '10T18:00',
  ),
  halts: trap(
    [...some(newYork, 2), anybody(wisconsin, 2)],
    ['10T12:00', '10T13:30', '10T14:30', '10T15:30'],
    '10T16:00',
    {
      halts: [
        { scope: 'campaign', from: 1, to: 2 },
        { scope: 'pause', from: 2, to: 3 },
      ],
    },
  ),
  // New York waits until just before the end, California opens at the end.
  end: trap([anybody(newYork, 0), anybody(california, 1)], ['10T12:00', '10T16:30'], '10T17:00', {
    halts: [{ scope: 'campaign', from: 0, to: 1 }],
  }),
  hours: trap(some(newYork, 1), ['10T12:30', '10T13:15'], '10T13:45'),
  // Three in 24 hours is the most in Florida; the second had the first of hers an hour and a half earlier.
  legal: trap(
    [anybody(florida, 0, { hadHours: [23.5, 10, 5] }), anybody(florida, 1, { hadHours: [25, 10, 5] })],
    ['10T14:00', '10T14:15', '10T14:45'],
    '10T15:00',
  ),
  frequency: trap(
    [anybody(newYork, 0, { hadHours: [23.5, 5] }), anybody(newYork, 1, { hadHours: [24.5, 5] })],
    ['10T14:00'],
    '10T14:15',
    { frequency: { most: 2, windowHours: 24 } },
  ),
  // In Hawaii it is evening when the tenant's day turns, in India noon when the carrier's does.
  budget: trap(some(hawaii, 8), aroundMidnight, '11T05:45', { dailyMicros: 3 * partMicrosOf('+1') }),
  warmUp: trap(some(hawaii, 8), aroundMidnight, '11T05:45', { dailyParts: 3 }),
  carrierCap: trap(some(india, 8), ['11T06:00', '11T07:30', '11T08:30'], '11T08:45', { capParts: 3 }),
  rate: trap(some(newYork, 5), ['10T14:00'], '10T14:15', { rateParts: 0.125 }),
  killInFlight: trap(some(newYork, 3), ['10T14:00'], '10T14:15', {
    halts: [{ scope: 'campaign', ...flight }],
  }),
  pauseInFlight: trap(some(newYork, 3), ['10T14:00'], '10T14:15', { halts: [{ scope: 'pause', ...flight }] }),
  stopInFlight: trap(
    some(newYork, 3).map((person, index) => ({
      ...person,
      change: index === 0 ? null : { at: 0, to: 'stopped', inFlight: true },
    })),
    ['10T14:00'],
    '10T14:15',
  ),
} satisfies Record<string, Scenario>;

export type TrapName = keyof typeof traps;
