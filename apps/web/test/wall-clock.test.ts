import { expect, test } from 'vitest';
import {
  existsOnClock,
  formatWallClock,
  fromWallClock,
  isWallClock,
  toWallClock,
} from '../src/format/wall-clock.ts';

const zone = 'America/New_York';

test('a moment and its wall-clock time say the same, in winter and in summer', () => {
  expect(toWallClock('2026-03-01T15:00:00Z', zone)).toBe('2026-03-01T10:00');
  expect(fromWallClock('2026-03-01T10:00', zone)).toBe('2026-03-01T15:00:00.000Z');
  expect(fromWallClock('2026-07-01T10:00', zone)).toBe('2026-07-01T14:00:00.000Z');
  expect(fromWallClock('2026-07-01T00:15', 'Asia/Kathmandu')).toBe('2026-06-30T18:30:00.000Z');
});

test('midnight is 00:00, and times around a change of the clocks come back as they were', () => {
  expect(toWallClock('2026-03-02T05:00:00Z', zone)).toBe('2026-03-02T00:00');
  const around = ['2026-03-08T01:59', '2026-03-08T03:00', '2026-11-01T00:59', '2026-11-01T03:00'];
  expect(around.map((time) => toWallClock(fromWallClock(time, zone), zone))).toEqual(around);
});

test('the hour that spring leaves out becomes the one after it', () => {
  expect(toWallClock(fromWallClock('2026-03-08T02:30', zone), zone)).toBe('2026-03-08T03:30');
  expect(toWallClock(fromWallClock('2026-03-29T02:30', 'Europe/Berlin'), 'Europe/Berlin')).toBe(
    '2026-03-29T03:30',
  );
  expect(existsOnClock('2026-03-08T02:30', zone)).toBe(false);
  expect(
    ['2026-03-08T01:59', '2026-03-08T03:00', '2026-11-01T01:30'].map((time) => existsOnClock(time, zone)),
  ).toEqual([true, true, true]);
});

test('only whole dates and times are read', () => {
  expect(['2026-03-01T10:00', '', '2026-03-01', '2026-13-01T10:00'].map(isWallClock)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(formatWallClock('2026-03-01T10:00')).toBe('Mar 1, 2026, 10:00 AM');
});
