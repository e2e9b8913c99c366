import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { suiteProjects } from './infra/local/src/suites/projects.ts';

/** Real services share the machine with the tests; more workers than this only wait for each other. */
const mostWorkers = 4;

/** One more than cores: many tests wait for programs that start and end. */
const workers = Math.min(mostWorkers, availableParallelism() + 1);
const root = import.meta.dirname;

const ordinary = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  maxWorkers: workers,
  // Our modules keep no state between tests, and evaluating some 500 of them for each file took a sixth of the time.
  isolate: false,
  sequence: { groupOrder: 0 },
};
/** Tests that start the whole product, and benchmarks, come after the others; much of their time is waiting, so two share the machine well. */
const long = { testTimeout: 300_000, hookTimeout: 300_000 };
const sideBySide = { ...long, maxWorkers: Math.min(2, workers), sequence: { groupOrder: 1 } };
const alone = { ...long, maxWorkers: 1, sequence: { groupOrder: 2 } };

const settingsOf: Record<string, object> = {
  bench: sideBySide,
  e2e: sideBySide,
  'e2e-alone': alone,
};

export default defineConfig({
  test: {
    // A condition that comes true late on a busy machine is still true.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: workers,
    projects: suiteProjects(root).map(({ name, folder, include }) => ({
      root: `${root}/${folder}`,
      test: { name, include, pool: 'forks', ...(settingsOf[name] ?? ordinary) },
    })),
  },
});
