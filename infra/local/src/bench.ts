import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../bootstrap/errors.mjs';
import { placesOf, root } from './paths.ts';
import { Progress } from './progress.ts';
import { ensureSecrets } from './secrets.ts';
import { startServices } from './services.ts';
import { openRunFolder } from './suites/run-folder.ts';
import { supervise } from './supervisor/supervise.ts';
import { Supervisor } from './supervisor/supervisor.ts';

/** Runs one benchmark on a PostgreSQL of its own that writes to disk as an installation's does. */
const interruptedCode = 130;

async function main(): Promise<number> {
  const [name = '', ...args] = process.argv.slice(2);
  const script = join(root, 'bench/src', `${name}.ts`);
  if (!/^[a-z-]+$/.test(name) || !existsSync(script)) {
    throw new StartError(
      `There is no benchmark "${name}".`,
      'Use pnpm bench send, fairness, webhook, redirect or simulator.',
    );
  }
  // The last line on standard output is the result; everything else goes beside it.
  const progress = new Progress((text) => process.stderr.write(text));
  const run = await openRunFolder(placesOf(process.env).folder);
  const supervisor = new Supervisor({ processList: run.processList, logFolder: run.logs });
  const code = await supervise({
    supervisor,
    work: async () => {
      const services = await startServices({
        supervisor,
        places: run,
        secrets: ensureSecrets(run.secrets),
        progress,
        given: {},
        throwAway: true,
        durable: true,
      });
      const { ending } = await supervisor.run({
        name: 'bench',
        layer: 'task',
        command: process.execPath,
        args: [script, ...args],
        cwd: join(root, 'bench'),
        env: { ...process.env, TEST_OWNER_DATABASE_URL: services.ownerUrl },
        shown: true,
      });
      return ending.code ?? 1;
    },
    askedCode: interruptedCode,
    say: (line) => progress.line(line),
  });
  run.remove();
  return code;
}

process.exit(await main());
