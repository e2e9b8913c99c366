import pg from 'pg';
import { StartError } from '../bootstrap/errors.mjs';
import { errorText } from './error-code.ts';
import type { GivenUrl } from './given-url.ts';
import type { Places } from './paths.ts';
import { ensureOwner } from './postgres/owner.ts';
import { startPostgres } from './postgres/server.ts';
import type { Progress } from './progress.ts';
import { assertGivenRedis } from './redis/check.ts';
import { redisIsMissing, startRedis } from './redis/server.ts';
import type { Secrets } from './secrets.ts';
import type { Supervisor } from './supervisor/supervisor.ts';

/** The oldest PostgreSQL with everything the migrations use (`uuidv7()`). */
const oldestPostgres = 180_000;

/** PostgreSQL as the owner of the product's database, and Redis. */
export type ServiceUrls = { ownerUrl: string; redisUrl: string };

type Options = {
  supervisor: Supervisor;
  places: Pick<Places, 'postgres' | 'redis'>;
  secrets: Secrets;
  progress: Progress;
  /** URLs the user gave, each with the name of its variable. */
  given: { postgres?: GivenUrl | undefined; redis?: GivenUrl | undefined };
  /** For tests: nothing is kept, and the owner is the server's superuser, which clones databases and sees every row. */
  throwAway?: boolean;
  /** With `throwAway`: writes reach the disk all the same, as an installation's do. */
  durable?: boolean;
};

/** Brings up PostgreSQL and Redis side by side, each unless its URL is given. */
export async function startServices(options: Options): Promise<ServiceUrls> {
  const [ownerUrl, redisUrl] = await Promise.all([ownerUrlOf(options), redisUrlOf(options)]);
  return { ownerUrl, redisUrl };
}

async function ownerUrlOf(options: Options): Promise<string> {
  const { supervisor, secrets, progress, given } = options;
  if (given.postgres !== undefined) {
    const { postgres } = given;
    return progress.step(`PostgreSQL of ${postgres.variable}`, () => assertGivenPostgres(postgres));
  }
  return progress.step('PostgreSQL 18', async () => {
    const superuserUrl = await startPostgres({
      supervisor,
      folder: options.places.postgres,
      superuserPassword: secrets.superuserPassword,
      throwAway: options.throwAway === true && options.durable !== true,
    });
    return options.throwAway ? superuserUrl : ensureOwner(superuserUrl, secrets.ownerPassword);
  });
}

async function redisUrlOf(options: Options): Promise<string> {
  const { supervisor, secrets, progress, given } = options;
  if (given.redis !== undefined) {
    const { url, variable } = given.redis;
    await progress.step(`Redis of ${variable}`, () => assertGivenRedis(url, variable));
    return url;
  }
  return progress.step(redisIsMissing() ? 'Redis (installing it first)' : 'Redis', () =>
    startRedis({
      supervisor,
      folder: options.places.redis,
      password: secrets.redisPassword,
      keep: options.throwAway !== true,
    }),
  );
}

async function assertGivenPostgres({ url, variable }: GivenUrl): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; text: string }>(
      `select current_setting('server_version_num')::int as version, current_setting('server_version') as text`,
    );
    const found = rows[0];
    if (found !== undefined && found.version >= oldestPostgres) return url;
    throw new Error(`it is PostgreSQL ${found?.text}, but version 18 or newer is needed`);
  } catch (error) {
    throw new StartError(
      `The PostgreSQL of ${variable} cannot be used: ${errorText(error)}.`,
      `Start it or correct ${variable}; without ${variable} a PostgreSQL of our own is started.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
