import { migrate } from '@sms-crm/db/migrate';
import { RoleSetupError } from '@sms-crm/db/roles';
import { StartError } from '../bootstrap/errors.mjs';
import { runInstallation } from './installation.ts';
import { writeLocalFile, type DemoTenants } from './local-file.ts';
import { placesOf, type Places } from './paths.ts';
import { choosePorts } from './choose-ports.ts';
import { addressesOf, processEnv, type Addresses, type ProcessName, type Setup } from './process-env.ts';
import { startProgram } from './processes.ts';
import { dim, Progress } from './progress.ts';
import { ensureSecrets } from './secrets.ts';
import { seedDemo } from './seed.ts';
import { givenUrl } from './given-url.ts';
import { startServices } from './services.ts';
import type { Supervisor } from './supervisor/supervisor.ts';
import { buildWeb, webBuildWords, webIsOutdated } from './web-build.ts';

const { env } = process;

const programTitles: Record<ProcessName, string> = {
  simulator: 'Carrier simulator',
  api: 'API',
  sender: 'Sender',
  shortener: 'Short links',
  web: 'Web',
};

/** What the programs stand on, and the ports held for them. */
type Ground = { setup: Setup; release: (name: ProcessName) => Promise<void> };

type Running = { supervisor: Supervisor; places: Places; progress: Progress };

/** Starts everything, prints how to use it, and never ends by itself. */
async function bringUp(running: Running): Promise<number> {
  const { supervisor, places, progress } = running;
  const building = webIsOutdated()
    ? progress.step(webBuildWords, () => buildWeb(supervisor))
    : Promise.resolve();
  const laying = layGround(running);
  const [demo] = await Promise.all([
    laying.then((ground) => startBackend(running, ground)),
    Promise.all([laying, building]).then(([ground]) => startNamed(running, ground, 'web')),
  ]);
  const { setup } = await laying;
  const addresses = addressesOf(setup.ports);
  writeLocalFile(places.local, {
    ...addresses,
    ...demo,
    simulatorToken: setup.secrets.controlToken,
    databaseUrl: setup.ownerUrl,
    redisUrl: setup.redisUrl,
  });
  progress.line(summary({ addresses, demo, places, seconds: progress.seconds() }));
  return new Promise<number>(() => undefined);
}

/** Ports, servers and the schema. */
async function layGround({ supervisor, places, progress }: Running): Promise<Ground> {
  const secrets = ensureSecrets(places.secrets);
  const given = { postgres: givenUrl('DATABASE_URL'), redis: givenUrl('REDIS_URL') };
  const { ports, release } = await choosePorts({
    keptAt: places.ports,
    say: (line) => progress.line(line),
  });
  const services = await startServices({ supervisor, places, secrets, progress, given });
  await progress.step('Database schema', () => migrateOrExplain({ ...services, ...secrets }));
  const setup: Setup = {
    ...services,
    ports,
    secrets,
    cacheRedisUrl: env['CACHE_REDIS_URL'] ?? services.redisUrl,
    logLevel: env['LOG_LEVEL'] ?? 'info',
  };
  return { setup, release };
}

/** Every program but the web, whose pages may still be built, and the demo tenants. */
async function startBackend(running: Running, ground: Ground): Promise<DemoTenants> {
  await startNamed(running, ground, 'simulator');
  const [demo] = await Promise.all([
    running.progress.step('Demo tenants', () => seedDemo(processEnv('api', ground.setup))),
    ...(['api', 'sender', 'shortener'] as const).map((name) => startNamed(running, ground, name)),
  ]);
  return demo;
}

async function startNamed(
  { supervisor, progress }: Running,
  ground: Ground,
  name: ProcessName,
): Promise<void> {
  const say = (line: string) => progress.line(line);
  await progress.step(programTitles[name], async () => {
    await ground.release(name);
    await startProgram({ supervisor, name, setup: ground.setup, say });
  });
}

/** @throws StartError with the statements an administrator must run, where the owner may not make roles */
async function migrateOrExplain(options: Parameters<typeof migrate>[0]): Promise<void> {
  try {
    await migrate(options);
  } catch (error) {
    if (!(error instanceof RoleSetupError)) throw error;
    const fix = `The passwords of the two roles are appPassword and systemPassword in ${places.secrets}.`;
    throw new StartError(error.message, fix);
  }
}

function summary(local: {
  addresses: Addresses;
  demo: DemoTenants;
  places: Places;
  seconds: string;
}): string {
  const { addresses, demo } = local;
  return [
    '',
    `sms-crm is ready (${local.seconds})`,
    '',
    `  Sign in as the demo owner   ${demo.signInUrl}`,
    dim('                              works once; a new one with every start'),
    '',
    `  Admin UI                    ${addresses.web}`,
    `  Virtual handsets            ${addresses.simulator}`,
    `  API and its documentation   ${addresses.api}/docs`,
    `  Short links                 ${addresses.shortener}`,
    '',
    dim(`  Addresses and API keys: ${local.places.local} · logs: ${local.places.logs}`),
    dim('  Ctrl-C stops everything. The data stays until npm run reset; the handsets start empty.'),
    '',
  ].join('\n');
}

// The bootstrap tells when it began: installing the dependencies is part of a first start.
const progress = new Progress(undefined, Number(env['SMS_CRM_STARTED_AT'] ?? Date.now()));
const places = placesOf(env);
progress.line('\nsms-crm is starting\n');
process.exit(
  await runInstallation({
    places,
    progress,
    bringUp: (supervisor) => bringUp({ supervisor, places, progress }),
  }),
);
