import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { suiteProjects } from './infra/local/src/suites/projects.ts';

/** Real services share the machine with the tests; more workers than this only wait for each other. */
const mostWorkers = 4;

const root = import.meta.dirname;

export default defineConfig({
  test: {
    maxWorkers: Math.min(mostWorkers, availableParallelism()),
    projects: suiteProjects(root).map(({ name, folder, include }) => ({
      root: `${root}/${folder}`,
      test: {
        name,
        include,
        pool: 'forks',
        testTimeout: name === 'e2e' ? 300_000 : 30_000,
        hookTimeout: name === 'e2e' ? 300_000 : 60_000,
      },
    })),
  },
});
