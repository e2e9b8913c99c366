import { migrate } from '@sms-crm/db/migrate';
import { RoleSetupError } from '@sms-crm/db/roles';
import { StartError } from '../bootstrap/errors.mjs';
import { runInstallation } from './installation.ts';
import { writeLocalFile, type DemoTenants } from './local-file.ts';
import { placesOf, type Places } from './paths.ts';
import { choosePorts } from './choose-ports.ts';
import { addressesOf, processEnv, type Addresses, type Setup } from './process-env.ts';
import { startProgram } from './processes.ts';
import { dim, Progress } from './progress.ts';
import { ensureSecrets } from './secrets.ts';
import { seedDemo } from './seed.ts';
import { givenUrl } from './given-url.ts';
import { startServices } from './services.ts';
import type { Supervisor } from './supervisor/supervisor.ts';
import { buildWeb, webIsOutdated } from './web-build.ts';

const { env } = process;

/** Starts everything, prints how to use it, and never ends by itself. */
async function bringUp(supervisor: Supervisor, places: Places, progress: Progress): Promise<number> {
  const secrets = ensureSecrets(places.secrets);
  const building = webIsOutdated()
    ? progress.step('Web pages (built once, about a minute)', () => buildWeb(supervisor))
    : Promise.resolve();
  const [services, ports] = await Promise.all([
    startServices({
      supervisor,
      places,
      secrets,
      progress,
      given: { postgres: givenUrl('DATABASE_URL'), redis: givenUrl('REDIS_URL') },
    }),
    choosePorts(),
    building,
  ]);
  const setup: Setup = {
    ...services,
    ports,
    secrets,
    cacheRedisUrl: env['CACHE_REDIS_URL'] ?? services.redisUrl,
    logLevel: env['LOG_LEVEL'] ?? 'info',
  };
  await progress.step('Database schema', () => migrateOrExplain({ ...services, ...secrets }));
  const start = (name: Parameters<typeof startProgram>[0]['name']) =>
    progress.step(name, () => startProgram({ supervisor, name, setup, say: (line) => progress.line(line) }));
  await start('simulator');
  const [demo] = await Promise.all([
    progress.step('Demo tenants', () => seedDemo(processEnv('api', setup))),
    start('api'),
    start('sender'),
    start('shortener'),
    start('web'),
  ]);
  const addresses = addressesOf(ports);
  writeLocalFile(places.local, {
    ...addresses,
    ...demo,
    simulatorToken: secrets.controlToken,
    databaseUrl: services.ownerUrl,
    redisUrl: services.redisUrl,
  });
  progress.line(summary({ addresses, demo, places, seconds: progress.seconds() }));
  return new Promise<number>(() => undefined);
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
    '',
    `  Admin UI                    ${addresses.web}`,
    `  Virtual handsets            ${addresses.simulator}`,
    `  API and its documentation   ${addresses.api}/docs`,
    `  Short links                 ${addresses.shortener}`,
    '',
    dim(`  Addresses and API keys: ${local.places.local} · logs: ${local.places.logs}`),
    dim('  Ctrl-C stops everything; the data stays until npm run reset.'),
    '',
  ].join('\n');
}

const progress = new Progress();
const places = placesOf(env);
progress.line('\nsms-crm is starting\n');
process.exit(
  await runInstallation({ places, progress, bringUp: (supervisor) => bringUp(supervisor, places, progress) }),
);
