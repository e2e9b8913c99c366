import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { suiteProjects } from './infra/local/src/suites/projects.ts';

/** Real services share the machine with the tests; more workers than this only wait for each other. */
const mostWorkers = 4;

/** One more than cores: many tests wait for programs that start and end. */
const workers = Math.min(mostWorkers, availableParallelism() + 1);
const root = import.meta.dirname;

/** End-to-end tests start the whole product, so they come last and one file at a time. */
const endToEnd = { testTimeout: 300_000, hookTimeout: 300_000, maxWorkers: 1, sequence: { groupOrder: 1 } };
const ordinary = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  maxWorkers: workers,
  sequence: { groupOrder: 0 },
};

export default defineConfig({
  test: {
    // A condition that comes true late on a busy machine is still true.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: workers,
    projects: suiteProjects(root).map(({ name, folder, include }) => ({
      root: `${root}/${folder}`,
      test: { name, include, pool: 'forks', ...(name === 'e2e' ? endToEnd : ordinary) },
    })),
  },
});
