import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumIsMissing, ensureChromium } from './chromium.ts';
import { givenUrl } from './given-url.ts';
import { placesOf, root } from './paths.ts';
import { Progress } from './progress.ts';
import { ensureSecrets } from './secrets.ts';
import { startServices } from './services.ts';
import { suiteProjects } from './suites/projects.ts';
import { openRunFolder } from './suites/run-folder.ts';
import { runFaults, tally, tallyLine, type Tally } from './suites/tally.ts';
import { supervise } from './supervisor/supervise.ts';
import { Supervisor } from './supervisor/supervisor.ts';
import { buildWeb, webBuildWords, webIsOutdated } from './web-build.ts';

/** Longest time all suites together may take, ms; a proof on a large audience gets its own. */
const suitesDeadlineMs = Number(process.env['SUITES_MINUTES'] ?? 25) * 60_000;
const interruptedCode = 130;

const { env } = process;
const filters = process.argv.slice(2);
/** Folders whose tests open the built pages. */
const needsWeb = filters.length === 0 || filters.some((filter) => /e2e|apps\/web/.test(filter));

type Run = Awaited<ReturnType<typeof openRunFolder>>;

async function main(): Promise<number> {
  const progress = new Progress();
  const run = await openRunFolder(placesOf(env).folder);
  const supervisor = new Supervisor({ processList: run.processList, logFolder: run.logs });
  let sums = { passed: 0, failed: 1 };
  const code = await supervise({
    supervisor,
    work: async () => {
      const suiteEnv = await prepare(supervisor, run, progress);
      sums = await runSuites(supervisor, suiteEnv, join(run.folder, 'tally.json'));
      return sums.failed === 0 ? 0 : 1;
    },
    askedCode: interruptedCode,
    say: (line) => progress.line(line),
  });
  run.remove();
  progress.line(tallyLine(sums.passed, sums.failed));
  return code;
}

/** Brings up what the suites need. @returns their environment */
async function prepare(supervisor: Supervisor, run: Run, progress: Progress): Promise<NodeJS.ProcessEnv> {
  progress.line('\nPreparing the tests\n');
  const secrets = ensureSecrets(run.secrets);
  const browser = chromiumIsMissing() ? 'Chromium (installing it first)' : 'Chromium';
  const building =
    needsWeb && webIsOutdated()
      ? progress.step(webBuildWords, () => buildWeb(supervisor))
      : Promise.resolve();
  const [services, chromium] = await Promise.all([
    startServices({
      supervisor,
      places: run,
      secrets,
      progress,
      given: {
        postgres: givenUrl('TEST_DATABASE_URL', 'DATABASE_URL'),
        redis: givenUrl('TEST_REDIS_URL', 'REDIS_URL'),
      },
      throwAway: true,
    }),
    progress.step(browser, () => ensureChromium(supervisor)),
    building,
  ]);
  // The user's own servers are for the suites' throw-away databases only, never for a product they start.
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...inherited } = env;
  return {
    ...inherited,
    NODE_ENV: 'test',
    TEST_OWNER_DATABASE_URL: services.ownerUrl,
    TEST_REDIS_URL: services.redisUrl,
    CHROMIUM_PATH: chromium,
  };
}

async function runSuites(
  supervisor: Supervisor,
  suiteEnv: NodeJS.ProcessEnv,
  tallyPath: string,
): Promise<{ passed: number; failed: number }> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['default', join(import.meta.dirname, 'suites/tally-reporter.ts')];
  const deadline = setTimeout(
    () => supervisor.ask(`the tests took longer than ${suitesDeadlineMs / 60_000} minutes`),
    suitesDeadlineMs,
  );
  const { ending } = await supervisor.run({
    name: 'vitest',
    layer: 'task',
    command: process.execPath,
    args: [vitest, 'run', ...reporters.map((reporter) => `--reporter=${reporter}`), ...filters],
    cwd: root,
    env: { ...suiteEnv, SMS_CRM_TALLY: tallyPath },
    shown: true,
  });
  clearTimeout(deadline);
  const found = readTally(tallyPath);
  const expected = filters.length === 0 ? suiteProjects(root).map(({ name }) => name) : [];
  const faults = runFaults(found, { exitCode: ending.code ?? 1, expected });
  for (const fault of faults) process.stdout.write(`  ✗ ${fault}\n`);
  return { passed: found?.passed ?? 0, failed: (found?.failed ?? 0) + faults.length };
}

function readTally(path: string): Tally | undefined {
  return existsSync(path) ? tally.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}

process.exit(await main());
