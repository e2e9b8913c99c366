import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DemoClock } from '../src/clock/demo-clock.ts';
import { startTestSimulator, type TestSimulator } from './support/running.ts';

const start = Date.parse('2026-11-21T03:00:00Z');

describe('the demo clock', () => {
  it('starts at 11:00, runs on and turns the day', () => {
    let nowMs = start;
    const clock = new DemoClock(() => nowMs);
    expect(clock.read()).toEqual({ minutesOfDay: 660, day: '2026-11-21', time: '11:00', running: true });
    nowMs += 13 * 3_600_000 + 59_000;
    expect(clock.read()).toEqual({ minutesOfDay: 0, day: '2026-11-22', time: '00:00', running: true });
  });

  it('stands still while held and goes on from there', () => {
    let nowMs = start;
    const clock = new DemoClock(() => nowMs);
    clock.setRunning(false);
    nowMs += 3_600_000;
    expect(clock.read().time).toBe('11:00');
    clock.setRunning(true);
    nowMs += 60_000;
    expect(clock.read().time).toBe('11:01');
  });

  it('shows the minute it was moved to, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_440, max: 1_440 })), fc.nat(1_439), (moves, minute) => {
        const clock = new DemoClock(() => start);
        for (const minutes of moves) clock.moveBy(minutes);
        const { day } = clock.read();
        clock.moveTo(minute);
        expect(clock.read()).toMatchObject({ minutesOfDay: minute, day });
      }),
    );
  });
});

describe('the demo clock over HTTP', () => {
  let simulator: TestSimulator;
  beforeAll(async () => {
    simulator = await startTestSimulator();
  });
  afterAll(() => simulator.close());

  it('is read without a token and moved with one', async () => {
    const read = await fetch(`${simulator.url}/control/clock`);
    expect(await read.json()).toMatchObject({ running: true });
    const refused = await fetch(`${simulator.url}/control/clock`, { method: 'PUT' });
    expect(refused.status).toBe(401);
    expect(await simulator.control('PUT', '/clock', { time: '23:00', running: false })).toMatchObject({
      minutesOfDay: 1_380,
      time: '23:00',
    });
    expect(await simulator.control('PUT', '/clock', { addMinutes: 60 })).toMatchObject({ minutesOfDay: 0 });
    await expect(simulator.control('PUT', '/clock', { time: '25:00' })).rejects.toThrow(/400.*time of day/);
  });
});
