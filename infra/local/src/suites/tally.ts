import { z } from 'zod';

/** What the reporter hands to the runner. */
export const tally = z.object({
  passed: z.int(),
  failed: z.int(),
  /** Full names of tests that did not run. */
  skipped: z.array(z.string()),
  /** Errors outside of any test. */
  unhandled: z.int(),
  /** Names of the projects that ran at least one test. */
  projects: z.array(z.string()),
});
export type Tally = z.infer<typeof tally>;

/** What is wrong with a whole run beside its failed tests; each counts as one more failure. */
export function runFaults(found: Tally | undefined, run: { exitCode: number; expected: string[] }): string[] {
  if (found === undefined) return [`vitest ended with code ${run.exitCode} before it could report`];
  const missing = run.expected.filter((name) => !found.projects.includes(name));
  const faults = [
    ...missing.map((name) => `no test of the suite "${name}" ran`),
    ...(run.expected.length > 0 ? found.skipped.map((name) => `skipped: ${name}`) : []),
    ...(found.unhandled > 0 ? [`${found.unhandled} errors outside of any test`] : []),
    ...(found.passed + found.failed === 0 ? ['no test ran'] : []),
  ];
  const unexplained = run.exitCode !== 0 && found.failed === 0 && faults.length === 0;
  return unexplained ? [`vitest ended with code ${run.exitCode}`] : faults;
}

/** The line that ends `npm test`. */
export function tallyLine(passed: number, failed: number): string {
  return `${passed} passed, ${failed} failed`;
}
