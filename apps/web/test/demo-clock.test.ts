import { expect, test } from 'vitest';
import { demoClockAt } from '../src/format/demo-clock.ts';

const now = Date.parse('2027-03-02T17:00:20Z');

test('the clock of a demo is told for a moment to come, in quarters of an hour', () => {
  expect(demoClockAt('23:00', '2027-03-03T02:00:00Z', now)).toBe('8:00 AM');
  expect(demoClockAt('11:01', '2027-03-03T02:59:00Z', now)).toBe('9:00 PM');
  expect(demoClockAt('11:00', '2027-03-02T18:00:00Z', now)).toBe('12:00 PM');
  expect(demoClockAt('23:00', '2027-03-02T18:00:00Z', now)).toBe('12:00 AM');
});
