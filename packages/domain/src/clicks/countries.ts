import { readFile } from 'node:fs/promises';
import { asc, eq } from 'drizzle-orm';
import { Reader, type CountryResponse } from 'mmdb-lib';
import { countryDatabaseChunks } from '@sms-crm/db/tables/clicks';
import type { Settings, TxContext } from '../context/context.ts';

export type CountryOf = (ip: string) => string | null;

const unknown: CountryOf = () => null;

/** Databases kept open: each takes its file's size of memory, up to 64 MiB. */
const mostOpen = 4;

/** Addresses whose country is remembered, per database. */
const mostRemembered = 20_000;

/** Tells countries by addresses: from the tenant's own database, else from the installation's, else not at all. */
export class Countries {
  readonly #path: string | undefined;
  #shared: Promise<CountryOf> | undefined;
  readonly #own = new Map<string, CountryOf>();

  constructor(settings: Pick<Settings, 'countryDatabase'>) {
    this.#path = settings.countryDatabase;
  }

  /** @param databaseId the tenant's own, null when it has none */
  async open(ctx: TxContext, databaseId: string | null): Promise<CountryOf> {
    if (databaseId === null) return this.#openShared(ctx);
    const known = this.#own.get(databaseId);
    if (known !== undefined) return known;
    const opened = lookUpIn(await readDatabase(ctx, databaseId));
    const oldest = this.#own.keys().next().value;
    if (this.#own.size >= mostOpen && oldest !== undefined) this.#own.delete(oldest);
    this.#own.set(databaseId, opened);
    return opened;
  }

  async #openShared(ctx: TxContext): Promise<CountryOf> {
    const path = this.#path;
    if (path === undefined) return unknown;
    this.#shared ??= readFile(path).then(lookUpIn, (error: unknown) => {
      ctx.log.error(
        { err: error, path },
        'the country database cannot be read: countries of clicks stay unknown',
      );
      return unknown;
    });
    return this.#shared;
  }
}

async function readDatabase(ctx: TxContext, databaseId: string): Promise<Buffer> {
  const chunks = await ctx.tx.db
    .select({ bytes: countryDatabaseChunks.bytes })
    .from(countryDatabaseChunks)
    .where(eq(countryDatabaseChunks.databaseId, databaseId))
    .orderBy(asc(countryDatabaseChunks.position));
  return Buffer.concat(chunks.map(({ bytes }) => bytes));
}

function lookUpIn(file: Buffer): CountryOf {
  const reader = new Reader<CountryResponse>(file);
  const known = new Map<string, string | null>();
  return (ip) => {
    const before = known.get(ip);
    if (before !== undefined) return before;
    const country = countryIn(reader, ip);
    if (known.size >= mostRemembered) known.clear();
    known.set(ip, country);
    return country;
  };
}

/** Databases differ in how they name it: MaxMind nests it, others put `country_code` on top. */
function countryIn(reader: Reader<CountryResponse>, ip: string): string | null {
  if (ip === '') return null;
  const found: unknown = reader.get(ip);
  const code =
    textAt(found, 'country', 'iso_code') ?? textAt(found, 'country_code') ?? textAt(found, 'country');
  return code !== undefined && /^[A-Za-z]{2}$/.test(code) ? code.toUpperCase() : null;
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Reflect.get(at, name);
  }
  return typeof at === 'string' ? at : undefined;
}
