import { and, eq } from 'drizzle-orm';
import { importChunks, imports } from '@sms-crm/db/tables/contacts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';

/** Size of every slice of a file but the last, bytes. */
export const chunkBytes = 1024 * 1024;

/** Cuts a stream into slices of `chunkBytes`; holds one slice in memory. */
export async function* slice(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const piece of content) {
    for (let from = 0; from < piece.length;) {
      const part = piece.subarray(from, from + chunkBytes - held);
      parts.push(part);
      held += part.length;
      from += part.length;
      if (held < chunkBytes) continue;
      yield Buffer.concat(parts);
      parts = [];
      held = 0;
    }
  }
  if (held > 0) yield Buffer.concat(parts);
}

/** Stores one slice; the row's `progressAt` shows the sweep that the upload is alive. */
export async function writeChunk(
  ctx: TxContext,
  importId: string,
  chunk: { position: number; bytes: Buffer; fileBytes: number },
): Promise<void> {
  await ctx.tx.db
    .insert(importChunks)
    .values({ tenantId: ctx.tenantId, importId, position: chunk.position, bytes: chunk.bytes });
  await ctx.tx.db
    .update(imports)
    .set({ bytes: chunk.fileBytes, progressAt: ctx.services.clock.now() })
    .where(eq(imports.id, importId));
}

/** Reads the file back, one slice per short transaction. Rejects when a slice is gone: the import ended meanwhile. */
export async function* readChunks(ctx: Context, file: { id: string; bytes: number }): AsyncGenerator<Buffer> {
  const slices = Math.ceil(file.bytes / chunkBytes);
  for (let position = 0; position < slices; position += 1) {
    const [chunk] = await withTransaction(ctx, ({ tx }) =>
      tx.db
        .select({ bytes: importChunks.bytes })
        .from(importChunks)
        .where(and(eq(importChunks.importId, file.id), eq(importChunks.position, position))),
    );
    if (chunk === undefined) throw new Error(`slice ${position} of import ${file.id} is gone`);
    yield chunk.bytes;
  }
}

/** Drops the file of an import that ended. */
export async function deleteChunks(ctx: TxContext, importId: string): Promise<void> {
  await ctx.tx.db.delete(importChunks).where(eq(importChunks.importId, importId));
}
