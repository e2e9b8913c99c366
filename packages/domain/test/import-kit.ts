import { importSettings, type ImportView } from '@sms-crm/contracts/imports';
import { expect } from 'vitest';
import type { z } from 'zod';
import type { Context } from '../src/context/context.ts';
import { checkImport } from '../src/imports/check.ts';
import { getImport } from '../src/imports/get.ts';
import { startCheck } from '../src/imports/start-check.ts';
import { startCommit } from '../src/imports/start-commit.ts';
import { uploadImport } from '../src/imports/upload.ts';

/** A job run that is neither asked to stop nor the last try. */
export const jobRun = { signal: new AbortController().signal, lastTry: false };

/** A file as it comes over the wire, in pieces. */
export async function* pieces(content: Buffer | string, size = 50_000): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(content);
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

export function upload(ctx: Context, content: Buffer | string): Promise<ImportView> {
  return uploadImport(ctx, { fileName: 'list.csv', content: pieces(content) });
}

/** Uploads and checks a file with the guessed mapping. */
export async function check(
  ctx: Context,
  content: Buffer | string,
  settings: Partial<z.input<typeof importSettings>> = {},
): Promise<ImportView> {
  const view = await upload(ctx, content);
  const mapping = view.columns.map((column) => column.guess);
  await startCheck(ctx, { id: view.id, settings: importSettings.parse({ mapping, ...settings }) });
  await checkImport(ctx, { importId: view.id }, jobRun);
  return getImport(ctx, view);
}

/** A checked import that waits for its commit job. */
export async function readyToCommit(
  ctx: Context,
  content: Buffer | string,
  settings: Partial<z.input<typeof importSettings>> = {},
): Promise<ImportView> {
  return startCommit(ctx, await check(ctx, content, settings));
}

/** A file of `rows` contacts with phones that exist. */
export function manyContacts(rows: number): string {
  const lines = Array.from(
    { length: rows },
    (_, n) => `+1415${2_000_000 + n},First${n},Last${n % 50},user${n}@example.com,2026-02-03,gold`,
  );
  return ['Phone,First name,Last name,E-mail,Opted in at,Tier', ...lines, ''].join('\r\n');
}

/** Everything that a stream yields. */
export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** A text that contains this one; vitest's own matcher has no type. */
export function containing(text: string | RegExp): unknown {
  return typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text);
}
