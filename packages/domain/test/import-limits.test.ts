import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { uploadImport } from '../src/imports/upload.ts';
import { readBatches, readRows, type RowBatch } from '../src/imports/read-rows.ts';
import { commitImport } from '../src/imports/commit.ts';
import { getImport } from '../src/imports/get.ts';
import { exportRejected } from '../src/imports/rejected-csv.ts';
import { listContacts } from '../src/contacts/list.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { all, check, containing, jobRun, pieces, readyToCommit, upload } from './import-kit.ts';

const format = { encoding: 'utf-8', delimiter: ',' } as const;
const megabyte = 1024 * 1024;

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

async function uploads(tenantId: string): Promise<number | null> {
  const { rowCount } = await services.database.owner.query('select from imports where tenant_id = $1', [
    tenantId,
  ]);
  return rowCount;
}

/** Forty megabytes of the same piece below a header, and how much of it was asked for. */
function endless(piece: Buffer): { content: AsyncGenerator<Buffer>; taken: () => number } {
  let bytes = 0;
  async function* content(): AsyncGenerator<Buffer> {
    yield Buffer.from('Phone,Name\n+14155552671,Ana\n');
    for (; bytes < 40 * megabyte; bytes += piece.length) yield piece;
  }
  return { content: content(), taken: () => bytes };
}

test.each([
  ['one cell', Buffer.alloc(megabyte, 'x')],
  ['one quoted cell', Buffer.concat([Buffer.from('"'), Buffer.alloc(megabyte, 'x')])],
  ['delimiters alone', Buffer.alloc(megabyte, ',')],
  ['quoted line breaks and delimiters', Buffer.from(`"\n"${','.repeat(megabyte)}`)],
])(
  'a row that never ends, of %s, is refused by its line before it fills the memory',
  async (_name, piece) => {
    const { content, taken } = endless(piece);
    await expect(all(readRows(content, format))).rejects.toMatchObject({
      code: 'malformed_file',
      message: containing(/line [23456] is longer than 1 MB.*upload the file again/),
    });
    expect(taken()).toBeLessThan(8 * megabyte);
  },
);

test('blank lines are none, however many', async () => {
  const rows = await all(readRows(pieces(`Phone${'\n'.repeat(3 * megabyte)}1`, megabyte), format));
  expect(rows.map(({ cells }) => cells)).toEqual([['Phone'], ['1']]);
});

test('an upload looks at the beginning of a file alone; the dry run finds the rest', async () => {
  const ctx = await newContext(services);
  const blank = '\n'.repeat(3 * megabyte);
  const view = await upload(ctx, `Phone,Name${blank}4155552671,Ana\n`);
  expect(view.columns).toMatchObject([
    { header: 'Phone', samples: [], guess: { to: 'field', field: 'phone' } },
    { header: 'Name', samples: [] },
  ]);
  await expect(upload(ctx, `${'\n'.repeat(megabyte)}Phone\n4155552671\n`)).rejects.toMatchObject({
    code: 'malformed_file',
    message: containing('The first 256 KB hold no whole row. Remove blank lines'),
  });
  const neverClosed = `Phone,Note\n4155552671,short\n4155552672,"${'x'.repeat(megabyte / 2)}\n`;
  expect((await upload(ctx, neverClosed)).columns.map(({ samples }) => samples)).toEqual([
    ['4155552671'],
    ['short'],
  ]);
  const halfRow = `Phone,Note\n4155552671,${'x'.repeat(megabyte / 2)}\n`;
  expect((await upload(ctx, halfRow)).columns.map(({ samples }) => samples)).toEqual([[], []]);
});

test('a row of thousands of columns is refused for them, and costs no more than one of 201', async () => {
  const ctx = await newContext(services);
  const view = await check(ctx, `Phone,Name\n4155552671,Ana\n${','.repeat(50_000)}\n`);
  expect(view.rejectedSample).toEqual([
    {
      row: 2,
      line: 3,
      reason: 'column_count',
      detail: 'The row has more than 200 columns, the header has 2 columns.',
    },
  ]);
  await expect(upload(ctx, `Phone${',x'.repeat(50_000)}\n4155552671\n`)).rejects.toMatchObject({
    message: containing('more than 200 columns'),
  });
});

const longRow = (n: number) => `+1415${2_000_000 + n},${'x'.repeat(200_000)}`;
const cut = ({ firstRow, rows }: RowBatch) => [firstRow, rows.length];
const shortRow = (n: number) => `+1415${2_000_000 + n},short`;

test('long rows make short batches, cut the same way however the bytes come in, and every row is written once', async () => {
  const lines = Array.from({ length: 2_300 }, (_, n) => (n % 100 === 7 ? longRow(n) : shortRow(n)));
  const file = ['Phone,Note', ...lines, ''].join('\n');
  const batches = await all(readBatches(pieces(file, 7_777), format));
  expect((await all(readBatches(pieces(file, megabyte), format))).map(cut)).toEqual(batches.map(cut));
  expect(Math.max(...batches.map(({ rows }) => JSON.stringify(rows).length))).toBeLessThan(3 * megabyte);
  expect(batches.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(2_300);
  const ctx = await newContext(services);
  const view = await readyToCommit(ctx, file);
  await commitImport(ctx, { importId: view.id }, jobRun);
  expect(await getImport(ctx, view)).toMatchObject({
    status: 'completed',
    contactsWritten: 2_300,
    progress: { rowsDone: 2_300, rowsTotal: 2_300 },
  });
});

test('long rejected rows come back whole, a few at a time', async () => {
  const ctx = await newContext(services);
  const lines = Array.from({ length: 12 }, (_, n) => `${n},${String(n % 10).repeat(700_000)}`);
  const view = await check(ctx, ['Phone,Note', ...lines].join('\n'));
  const { text } = await exportRejected(ctx, view);
  const parts = await all(text);
  expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(4 * megabyte);
  const rows = await all(readRows(pieces(parts.join('')), format));
  expect(rows.slice(1).map(({ cells }) => cells.slice(1).join())).toEqual(lines);
});

test('a client that sends a byte a second is given up after five minutes, and nothing stays', async () => {
  const ctx = await newContext(services);
  let seconds = 0;
  const now = () => new Date(Date.now() + seconds * 1_000);
  async function* drip(): AsyncGenerator<Buffer> {
    for (; seconds < 3_600; seconds += 1) yield Buffer.from('x');
  }
  const slowly = { ...ctx, services: { ...services, clock: { ...services.clock, now } } };
  await expect(uploadImport(slowly, { fileName: 'a.csv', content: drip() })).rejects.toMatchObject({
    code: 'invalid_input',
    message: containing(/less than 1 MB came in within 5 minutes.*Upload the file again/),
  });
  expect(seconds).toBeLessThan(330);
  expect(await uploads(ctx.tenantId)).toBe(0);
});

test('a client that goes silent is given up after a minute, and nothing stays', async () => {
  const ctx = await newContext(services);
  const silence = Promise.withResolvers<void>();
  async function* oneSliceThenSilence(): AsyncGenerator<Buffer> {
    yield Buffer.alloc(megabyte, 'x');
    silence.resolve();
    await new Promise(() => undefined);
  }
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const refusal = uploadImport(ctx, { fileName: 'a.csv', content: oneSliceThenSilence() }).catch(
      (error: unknown) => error,
    );
    await silence.promise;
    expect(await uploads(ctx.tenantId)).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await refusal).toMatchObject({ code: 'invalid_input', message: containing('broke off') });
  } finally {
    vi.useRealTimers();
  }
  expect(await uploads(ctx.tenantId)).toBe(0);
});

test('what is no text is refused in words; marks and NUL bytes in a text do no harm', async () => {
  const ctx = await newContext(services);
  const rest = Buffer.alloc(2_000, 7);
  for (const [head, words] of [
    ['504b0304', 'Excel workbook or another zipped file'],
    ['d0cf11e0', 'old Excel workbook'],
    ['25504446', 'PDF'],
    ['1f8b0800', 'compressed file'],
    ['50006800', 'not text, so it cannot be CSV'],
  ] as const) {
    await expect(upload(ctx, Buffer.concat([Buffer.from(head, 'hex'), rest]))).rejects.toMatchObject({
      code: 'malformed_file',
      message: containing(new RegExp(`${words}.*CSV UTF-8`)),
    });
  }
  expect(await uploads(ctx.tenantId)).toBe(0);
  const text = 'Phone,Name,Note\n4155552671,Zoë,\n';
  const long = `4155552672,Bob,${'x'.repeat(10_000)}\n`.repeat(120);
  const nulFurtherDown = Buffer.from(`${text}${long}4155552673,A\0na,\n`);
  for (const file of [
    Buffer.from(`\uFEFF${text}`),
    Buffer.from(`\uFEFF${text}`, 'utf16le'),
    Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
    nulFurtherDown,
  ]) {
    const view = await readyToCommit(ctx, file);
    await commitImport(ctx, { importId: view.id }, jobRun);
  }
  const { items } = await listContacts(ctx, { limit: 10 });
  expect(new Set(items.map((item) => item.firstName))).toEqual(new Set(['Ana', 'Bob', 'Zoë']));
});
