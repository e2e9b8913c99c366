import { expect, test } from 'vitest';
import { runFaults, tallyLine, type Tally } from '../src/suites/tally.ts';

const good: Tally = { passed: 3, failed: 0, skipped: [], unhandled: 0, projects: ['db', 'domain'] };
const run = { exitCode: 0, expected: ['db', 'domain'] };

test('a run in which every suite passed has no faults', () => {
  expect(runFaults(good, run)).toEqual([]);
  expect(tallyLine(3, 0)).toBe('3 passed, 0 failed');
});

test.for<[string, Tally | undefined, typeof run, string]>([
  ['a crash', undefined, { ...run, exitCode: 1 }, 'vitest ended with code 1 before it could report'],
  ['a suite without tests', { ...good, projects: ['db'] }, run, 'no test of the suite "domain" ran'],
  ['a skipped test', { ...good, skipped: ['db > later'] }, run, 'skipped: db > later'],
  ['an unhandled error', { ...good, unhandled: 1 }, { ...run, exitCode: 1 }, '1 errors outside of any test'],
  ['no test at all', { ...good, passed: 0 }, run, 'no test ran'],
  ['an exit that nothing explains', good, { ...run, exitCode: 1 }, 'vitest ended with code 1'],
])('%s is a fault', ([, found, how, fault]) => {
  expect(runFaults(found, how)).toEqual([fault]);
});

test('with filters neither missing suites nor skipped tests are faults', () => {
  expect(runFaults({ ...good, projects: ['db'], skipped: ['x'] }, { exitCode: 0, expected: [] })).toEqual([]);
});
