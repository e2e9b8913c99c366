import { maxCountryDatabaseBytes } from '@sms-crm/contracts/clicks';
import { countryDatabaseChunks, countryDatabases } from '@sms-crm/db/tables/clicks';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { lockForTenant } from '../context/tenant-lock.ts';
import { CountryFile } from './country-file.ts';
import { clicksLock, countryDatabaseLock } from './lock.ts';

/** Bytes of the file in one row: what one statement carries. */
const chunkBytes = 1 << 20;

/** Longest file name kept, characters. */
const maxNameChars = 200;

/**
 * Takes a file in MMDB format as the tenant's table of countries, in place of the one before.
 *
 * @throws DomainError `too_large` or `malformed_file` with the fix
 */
export async function putCountryDatabase(
  ctx: Context,
  input: { fileName: string; content: AsyncIterable<Uint8Array> },
): Promise<void> {
  requirePermission(ctx, 'links:write');
  const file = await readAll(input.content);
  const { type, builtAt } = openDatabase(file);
  const name = input.fileName.slice(-maxNameChars);
  await withTransaction(ctx, async (ctx) => {
    await lockForTenant(ctx, countryDatabaseLock);
    await ctx.tx.db.delete(countryDatabases);
    const [row] = await ctx.tx.db
      .insert(countryDatabases)
      .values({
        tenantId: ctx.tenantId,
        name,
        bytes: file.length,
        type,
        builtAt,
        uploadedBy: ctx.actor.label,
      })
      .returning({ id: countryDatabases.id });
    if (row === undefined) throw new Error('the new country database was not returned');
    await writeChunks(ctx, row.id, file);
    // Not before: clicks are recorded by the former file while this one is written.
    await lockForTenant(ctx, clicksLock);
    await audit(ctx, {
      action: 'country-database.put',
      target: { type: 'country-database', id: row.id },
      after: { name, bytes: file.length, type },
    });
  });
}

async function readAll(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of content) {
    bytes += part.length;
    if (bytes > maxCountryDatabaseBytes) {
      throw new DomainError('too_large', {
        detail: `The file is larger than ${maxCountryDatabaseBytes / (1 << 20)} MiB. Use a database of countries, not of cities.`,
      });
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Look-ups prove more than the header: a file that was damaged has one too. */
function openDatabase(bytes: Buffer): CountryFile {
  try {
    const file = new CountryFile(bytes);
    file.check();
    return file;
  } catch (error) {
    throw new DomainError('malformed_file', {
      detail:
        'This is no database in MMDB format, or it is not whole. Choose the unpacked file that ends in .mmdb, e.g. GeoLite2-Country.mmdb.',
      cause: error,
    });
  }
}

async function writeChunks(ctx: TxContext, databaseId: string, file: Buffer): Promise<void> {
  for (let position = 0; position * chunkBytes < file.length; position += 1) {
    const bytes = file.subarray(position * chunkBytes, (position + 1) * chunkBytes);
    await ctx.tx.db
      .insert(countryDatabaseChunks)
      .values({ tenantId: ctx.tenantId, databaseId, position, bytes });
  }
}
