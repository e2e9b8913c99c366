import { readFile } from 'node:fs/promises';
import { asc, eq } from 'drizzle-orm';
import { countryDatabaseChunks } from '@sms-crm/db/tables/clicks';
import type { Settings, TxContext } from '../context/context.ts';
import { CountryFile } from './country-file.ts';

export type CountryOf = (ip: string) => string | null;

const unknown: CountryOf = () => null;

/** Bytes of databases kept open, which are held in memory; the one that was not asked for longest goes first. */
const mostOpenBytes = 256 << 20;

/** Addresses whose country is remembered, per database. */
const mostRemembered = 20_000;

/** Tells countries by addresses: from the tenant's own database, else from the installation's, else not at all. */
export class Countries {
  readonly #path: string | undefined;
  #shared: Promise<CountryOf> | undefined;
  /** Those of tenants, the one asked for last at the end. */
  readonly #own = new Map<string, { countryOf: CountryOf; bytes: number }>();

  constructor(settings: Pick<Settings, 'countryDatabase'>) {
    this.#path = settings.countryDatabase;
  }

  /** @param databaseId the tenant's own, null when it has none */
  async open(ctx: TxContext, databaseId: string | null): Promise<CountryOf> {
    if (databaseId === null) return this.#openShared(ctx);
    const known = this.#own.get(databaseId) ?? (await openOwn(ctx, databaseId));
    this.#own.delete(databaseId);
    this.#own.set(databaseId, known);
    this.#closeOldest();
    return known.countryOf;
  }

  #closeOldest(): void {
    let open = [...this.#own.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [id, { bytes }] of this.#own) {
      if (open <= mostOpenBytes) return;
      open -= bytes;
      this.#own.delete(id);
    }
  }

  async #openShared(ctx: TxContext): Promise<CountryOf> {
    const path = this.#path;
    if (path === undefined) return unknown;
    this.#shared ??= readFile(path).then(
      (file) => lookUpIn(ctx, file, { path }),
      (error: unknown) => tellUnreadable(ctx, error, { path }),
    );
    return this.#shared;
  }
}

async function openOwn(ctx: TxContext, databaseId: string): Promise<{ countryOf: CountryOf; bytes: number }> {
  const file = await readDatabase(ctx, databaseId);
  return { countryOf: lookUpIn(ctx, file, { databaseId }), bytes: file.length };
}

async function readDatabase(ctx: TxContext, databaseId: string): Promise<Buffer> {
  const chunks = await ctx.tx.db
    .select({ bytes: countryDatabaseChunks.bytes })
    .from(countryDatabaseChunks)
    .where(eq(countryDatabaseChunks.databaseId, databaseId))
    .orderBy(asc(countryDatabaseChunks.position));
  return Buffer.concat(chunks.map(({ bytes }) => bytes));
}

/** Which file: the tenant's own, or the installation's. */
type Source = { databaseId: string } | { path: string };

function tellUnreadable(ctx: TxContext, error: unknown, source: Source): CountryOf {
  ctx.log.error(
    { err: error, ...source },
    'the country database cannot be read: countries of clicks stay unknown',
  );
  return unknown;
}

function lookUpIn(ctx: TxContext, bytes: Buffer, source: Source): CountryOf {
  let file: CountryFile;
  try {
    file = new CountryFile(bytes);
  } catch (error) {
    return tellUnreadable(ctx, error, source);
  }
  const known = new Map<string, string | null>();
  let told = false;
  return (ip) => {
    const before = known.get(ip);
    if (before !== undefined) return before;
    let country: string | null = null;
    try {
      country = file.countryOf(ip);
    } catch (error) {
      if (!told)
        ctx.log.error(
          { err: error, ...source },
          'the country database is broken in places: countries of some clicks stay unknown',
        );
      told = true;
    }
    if (known.size >= mostRemembered) known.clear();
    known.set(ip, country);
    return country;
  };
}
