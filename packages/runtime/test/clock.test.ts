import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { followDemoClock, openClock, systemClock } from '../src/clock.ts';
import { Lifecycle } from '../src/lifecycle.ts';
import { createLogger } from '../src/logger.ts';
import { portOf } from '../src/metrics.ts';

const log = createLogger({ name: 'test', level: 'silent' });
/** The clock looks once a second. */
const soon = { timeout: 4_000 };
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** The simulator's clock, as its HTTP API tells it. */
async function demoClock(first: unknown) {
  const shown = { body: JSON.stringify(first), looks: 0 };
  const server: Server = createServer((request, response) => {
    shown.looks += 1;
    response.writeHead(request.url === '/control/clock' ? 200 : 404).end(shown.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  closers.push(stop);
  return { shown, stop, simulatorUrl: `http://127.0.0.1:${portOf(server)}` };
}

function follow(simulatorUrl: string) {
  const clock = followDemoClock({ simulatorUrl, log });
  closers.push(clock.close);
  return clock;
}

test('recipients live by the demo clock, whatever their zone, and follow it', async () => {
  const { shown, simulatorUrl } = await demoClock({ time: '22:15' });
  const clock = follow(simulatorUrl);
  await expect.poll(() => clock.recipientTime('America/New_York'), soon).toBe('22:15');
  expect(clock.recipientTime('Pacific/Honolulu')).toBe('22:15');
  shown.body = JSON.stringify({ time: '09:30' });
  await expect.poll(() => clock.recipientTime('America/New_York'), soon).toBe('09:30');
});

test('a simulator that is away, or talks nonsense, leaves the last time it told', async () => {
  const { shown, stop, simulatorUrl } = await demoClock({ time: '22:15' });
  const clock = follow(simulatorUrl);
  await expect.poll(() => clock.recipientTime('UTC'), soon).toBe('22:15');
  shown.body = '{"time":"late"}';
  const { looks } = shown;
  await expect.poll(() => shown.looks, soon).toBeGreaterThan(looks + 1);
  expect(clock.recipientTime('UTC')).toBe('22:15');
  stop();
  await expect
    .poll(
      () =>
        fetch(simulatorUrl).then(
          () => 'there',
          () => 'away',
        ),
      soon,
    )
    .toBe('away');
  expect(clock.recipientTime('UTC')).toBe('22:15');
});

test('a simulator that never answered shows the time it starts with', () => {
  expect(follow('http://127.0.0.1:9').recipientTime('UTC')).toBe('11:00');
});

test('a process without a simulator lives by the machine’s clock, each recipient in their zone', () => {
  const lifecycle = new Lifecycle(log);
  for (const simulatorUrl of [undefined, '']) {
    expect(openClock({ simulatorUrl, log, lifecycle })).toBe(systemClock);
  }
  expect(systemClock.recipientTime('UTC')).toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
  expect(systemClock.recipientTime('Asia/Kolkata').slice(3)).not.toBe(
    systemClock.recipientTime('UTC').slice(3),
  );
});

test('the clock of a process stops looking when the process closes', async () => {
  const { shown, simulatorUrl } = await demoClock({ time: '22:15' });
  const lifecycle = new Lifecycle(log);
  const clock = openClock({ simulatorUrl, log, lifecycle });
  await expect.poll(() => clock.recipientTime('UTC'), soon).toBe('22:15');
  await lifecycle.close();
  // Another follower's two looks measure the time in which the closed clock would have looked too.
  const other = follow(simulatorUrl);
  for (const time of ['10:00', '10:30']) {
    shown.body = JSON.stringify({ time });
    await expect.poll(() => other.recipientTime('UTC'), soon).toBe(time);
  }
  expect(clock.recipientTime('UTC')).toBe('22:15');
});
