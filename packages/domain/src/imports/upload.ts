import { and, eq } from 'drizzle-orm';
import { maxImportBytes, type ImportView } from '@sms-crm/contracts/imports';
import { imports } from '@sms-crm/db/tables/contacts';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { alive, broken } from './alive.ts';
import { slice, writeChunk } from './chunks.ts';
import { detectDelimiter, EncodingDetector, refuseBinary, type FileFormat } from './file-format.ts';
import { lookInside } from './look-inside.ts';
import { findImport, importView } from './view.ts';

/** Longest file name kept, characters. */
const maxNameChars = 200;

/**
 * Takes a CSV file as a stream, slice by slice, and looks at its beginning: encoding, delimiter, columns and a guessed mapping.
 * Whatever ends the upload early leaves nothing behind; after a crash the sweep cleans up.
 *
 * @throws DomainError `malformed_file` or `too_large` with the fix
 */
export async function uploadImport(
  ctx: Context,
  input: { fileName: string; content: AsyncIterable<Uint8Array> },
): Promise<ImportView> {
  requirePermission(ctx, 'contacts:import');
  const fileName = input.fileName.trim().slice(-maxNameChars) || 'contacts.csv';
  // Pieces are no import yet: only the last transaction changes what a repetition of the request would change once more.
  const { beforeCommit: _, ...pieces } = ctx;
  const id = await beginUpload(pieces, fileName);
  try {
    const file = await storeFile(pieces, id, input.content);
    const columns = await lookInside(pieces, { id, ...file });
    return await withTransaction(ctx, async (ctx) => {
      const { rowCount } = await ctx.tx.db
        .update(imports)
        .set({
          status: 'uploaded',
          columns,
          encoding: file.format.encoding,
          delimiter: file.format.delimiter,
        })
        .where(and(eq(imports.id, id), eq(imports.status, 'uploading')));
      if (rowCount === 0) broken(new Error('the sweep ended the upload'));
      await audit(ctx, {
        action: 'import.upload',
        target: { type: 'import', id },
        after: { fileName, bytes: file.bytes },
      });
      return importView(await findImport(ctx, id), []);
    });
  } catch (error) {
    await withTransaction(pieces, ({ tx }) => tx.db.delete(imports).where(eq(imports.id, id))).catch(
      (lost: unknown) => ctx.log.warn({ err: lost, importId: id }, 'a broken upload is left to the sweep'),
    );
    throw error;
  }
}

async function beginUpload(ctx: Context, fileName: string): Promise<string> {
  return withTransaction(ctx, async (ctx) => {
    const [row] = await ctx.tx.db
      .insert(imports)
      .values({
        tenantId: ctx.tenantId,
        fileName,
        status: 'uploading',
        createdBy: ctx.actor.label,
        progressAt: ctx.services.clock.now(),
      })
      .returning({ id: imports.id });
    if (row === undefined) throw new Error('the new import was not returned');
    return row.id;
  });
}

async function storeFile(
  ctx: Context,
  id: string,
  content: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; format: FileFormat }> {
  const detector = new EncodingDetector();
  let head: Buffer = Buffer.alloc(0);
  let [bytes, position] = [0, 0];
  for await (const chunk of slice(alive(ctx.services.clock, content))) {
    if (position === 0) {
      refuseBinary(chunk);
      head = chunk;
    }
    bytes += chunk.length;
    if (bytes > maxImportBytes) throw tooLarge();
    detector.push(chunk);
    await withTransaction(ctx, (ctx) => writeChunk(ctx, id, { position, bytes: chunk, fileBytes: bytes }));
    position += 1;
  }
  const encoding = detector.end();
  return { bytes, format: { encoding, delimiter: detectDelimiter(head, encoding) } };
}

/** The answer to a file above the limit. */
export function tooLarge(): DomainError {
  return new DomainError('too_large', {
    detail: `The file is larger than ${maxImportBytes / 1024 / 1024} MB. Split it into smaller files and import them one after the other.`,
  });
}
