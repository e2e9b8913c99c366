import { changeSettings } from '../settings/change-settings.ts';
import { defaultSettings, type Settings } from '../settings/settings.ts';
import type { Simulator } from '../simulator.ts';
import { faultSchema, type FaultInput } from './fault.ts';

export const weatherNames = ['calm', 'slow', 'storm', 'outage'] as const;

export type Weather = (typeof weatherNames)[number];

type Conditions = {
  settings: Pick<Settings, 'createLatencyMs' | 'sentAfterMs' | 'finalAfterMs' | 'listLagMs' | 'failureRate'>;
  faults: readonly FaultInput[];
};

const calm: Conditions['settings'] = {
  createLatencyMs: defaultSettings.createLatencyMs,
  sentAfterMs: defaultSettings.sentAfterMs,
  finalAfterMs: defaultSettings.finalAfterMs,
  listLagMs: defaultSettings.listLagMs,
  failureRate: defaultSettings.failureRate,
};

const rule = (input: unknown): FaultInput => faultSchema.parse(input);

/** Ready-made conditions: what a carrier's good, slow, bad and worst day look like. */
const conditions: Readonly<Record<Weather, Conditions>> = {
  calm: { settings: calm, faults: [] },
  slow: {
    settings: {
      ...calm,
      createLatencyMs: { min: 400, max: 1_500 },
      sentAfterMs: { min: 2_000, max: 8_000 },
      finalAfterMs: { min: 5_000, max: 30_000 },
      listLagMs: { min: 1_000, max: 10_000 },
    },
    faults: [rule({ kind: 'callback-late', probability: 0.2, ms: 15_000 })],
  },
  storm: {
    settings: {
      ...calm,
      createLatencyMs: { min: 50, max: 600 },
      listLagMs: { min: 0, max: 30_000 },
      failureRate: 0.1,
    },
    faults: [
      rule({ kind: 'refuse', code: 20_429, probability: 0.2 }),
      rule({ kind: 'server-error', status: 502, body: 'html', probability: 0.03 }),
      rule({ kind: 'server-error', status: 503, accepted: true, probability: 0.02 }),
      rule({ kind: 'reset', accepted: true, probability: 0.02 }),
      rule({ kind: 'delay', ms: 20_000, accepted: true, probability: 0.01 }),
      rule({ kind: 'callback-lost', probability: 0.05 }),
      rule({ kind: 'callback-duplicate', probability: 0.1 }),
      rule({ kind: 'callback-reorder', statuses: ['sent'], probability: 0.2 }),
      rule({ kind: 'callback-late', ms: 10_000, probability: 0.1 }),
    ],
  },
  outage: {
    settings: calm,
    faults: [
      rule({ kind: 'server-error', status: 503, on: 'create' }),
      rule({ kind: 'server-error', status: 503, on: 'list' }),
      rule({ kind: 'server-error', status: 503, on: 'other' }),
    ],
  },
};

/** Makes this weather: its settings, and its rules in place of the last weather's; the caller's rules stay. */
export function setWeather(simulator: Simulator, weather: Weather): void {
  const { settings, faults } = conditions[weather];
  simulator.weather = weather;
  simulator.faults.remove(({ by }) => by === 'weather');
  for (const fault of faults) simulator.faults.add(fault, 'weather');
  changeSettings(simulator, settings);
}
