import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { importSettings } from '@sms-crm/contracts/imports';
import { withSystem } from '@sms-crm/db/transaction';
import { createContact } from '../src/contacts/create.ts';
import { cancelImport } from '../src/imports/cancel.ts';
import { checkImport } from '../src/imports/check.ts';
import { dueImportJobs } from '../src/imports/due.ts';
import { getImport } from '../src/imports/get.ts';
import { exportRejected } from '../src/imports/rejected-csv.ts';
import { startCheck } from '../src/imports/start-check.ts';
import { startCommit } from '../src/imports/start-commit.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { all, check, containing, jobRun, pieces, upload } from './import-kit.ts';
import { readRows } from '../src/imports/read-rows.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  return (await all(parts)).join('');
}

test('the messy file gives exactly the counts of its truth', async () => {
  const ctx = await newContext(services);
  const truth = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(fixture('messy-2k.truth.json').toString()));
  const view = await check(ctx, fixture('messy-2k.csv'));
  const { rows, accepted, rejected } = view.totals ?? {};
  expect({ rows, accepted, ...rejected }).toEqual({
    rows: truth['rows'],
    accepted: truth['accepted'],
    duplicate: truth['duplicate'],
    invalid_phone: truth['invalid_phone'],
    missing_phone: truth['missing_phone'],
    column_count: truth['column_count'],
  });
  expect(view.status).toBe('checked');
});

test('each reason is told in words, with row and line, and comes back in rejected.csv', async () => {
  const ctx = await newContext(services);
  const file = [
    'Phone,Name,Note',
    '+14155552671,Ana,"two',
    'lines"',
    '',
    '555-12,Bob,x',
    '   ,Cid,x',
    '(415) 555-2671,Dan,x',
    '+14155552672,Eve',
    '=HYPERLINK("http://evil"),=1+1,\\',
    '1.4155552671E+10,Fay,x',
  ].join('\r\n');
  const view = await check(ctx, file);
  expect(view.rejectedSample).toEqual([
    { row: 2, line: 5, reason: 'invalid_phone', detail: containing('“555-12” is not a phone') },
    { row: 3, line: 6, reason: 'missing_phone', detail: 'The phone column is empty.' },
    { row: 4, line: 7, reason: 'duplicate', detail: 'The same phone, +14155552671, is in row 1.' },
    { row: 5, line: 8, reason: 'column_count', detail: 'The row has 2 columns, the header has 3 columns.' },
    { row: 6, line: 9, reason: 'invalid_phone', detail: containing('=HYPERLINK') },
    { row: 7, line: 10, reason: 'invalid_phone', detail: containing('spreadsheet rounded') },
  ]);
  const { text } = await exportRejected(ctx, view);
  const rows = await all(readRows(pieces(await textOf(text)), { encoding: 'utf-8', delimiter: ',' }));
  expect(rows.map(({ cells }) => cells.slice(1))).toEqual([
    ['Phone', 'Name', 'Note'],
    ['555-12', 'Bob', 'x'],
    ['   ', 'Cid', 'x'],
    ['(415) 555-2671', 'Dan', 'x'],
    ['+14155552672', 'Eve'],
    [`'=HYPERLINK("http://evil")`, `'=1+1`, '\\'],
    ['1.4155552671E+10', 'Fay', 'x'],
  ]);
  expect(rows[1]?.cells[0]).toContain('Row 2, line 5: The phone is not a number that exists. “555-12”');
  expect(rows[2]?.cells[0]).toBe('Row 3, line 6: The phone column is empty.');
});

const cell = fc.constantFrom(
  '',
  ' ',
  '+14155552671',
  '(415) 555-2672',
  '4155552673',
  '123',
  'see notes',
  '"',
  'a,b',
  'x\ny',
);

test('whatever the rows are, accepted and rejected ones sum up to all rows', async () => {
  const ctx = await newContext(services);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 30 }),
      async (rows) => {
        const quoted = rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
        const { totals } = await check(ctx, ['Phone,Name,City', ...quoted].join('\n'));
        const rejected = Object.values(totals?.rejected ?? {}).reduce((sum, count) => sum + count, 0);
        expect([totals?.rows, (totals?.accepted ?? 0) + rejected]).toEqual([rows.length, rows.length]);
        expect((totals?.newContacts ?? 0) + (totals?.existingContacts ?? 0)).toBe(totals?.accepted);
      },
    ),
    { numRuns: 15 },
  );
});

test('phones that are contacts already are told apart from new ones, per tenant', async () => {
  const [ctx, other] = [await newContext(services), await newContext(services)];
  await createContact(ctx, { phone: '+14155552671' });
  await createContact(other, { phone: '+14155552672' });
  const { totals } = await check(ctx, 'Phone\n4155552671\n4155552672\n');
  expect(totals).toMatchObject({ newContacts: 1, existingContacts: 1 });
});

test('settings that do not fit are refused with every problem named', async () => {
  const ctx = await newContext(services);
  const view = await upload(ctx, 'Phone,Name\n+14155552671,Ana\n');
  const start = (settings: object): Promise<unknown> =>
    startCheck(ctx, { id: view.id, settings: importSettings.parse(settings) });
  const name = { to: 'field', field: 'firstName' };
  await expect(start({ mapping: [name] })).rejects.toMatchObject({
    message: containing('2 columns, but 1'),
  });
  await expect(
    start({ mapping: [name, name], consent: { kind: 'column', source: 'web-form' }, defaultCountry: 'XX' }),
  ).rejects.toMatchObject({
    code: 'invalid_input',
    fields: [{ field: 'mapping' }, { field: 'mapping' }, { field: 'consent' }, { field: 'defaultCountry' }],
  });
  await expect(
    start({
      mapping: view.columns.map((column) => column.guess),
      consent: { kind: 'one-date', source: 'web-form', agreedOn: '2999-01-01' },
    }),
  ).rejects.toMatchObject({ fields: [{ field: 'consent.agreedOn' }] });
  await expect(startCommit(ctx, view)).rejects.toMatchObject({ code: 'wrong_state' });
});

test('a second dry run replaces the first, and a file broken further down fails with the line', async () => {
  const ctx = await newContext(services);
  const view = await check(ctx, 'Phone,Other\n12,4155552671\n13,4155552672\n');
  expect(view.totals?.accepted).toBe(0);
  await expect(startCommit(ctx, view)).rejects.toMatchObject({ message: containing('No row') });
  const mapping = [{ to: 'ignore' }, { to: 'field', field: 'phone' }];
  await startCheck(ctx, { id: view.id, settings: importSettings.parse({ mapping }) });
  await checkImport(ctx, { importId: view.id }, jobRun);
  expect(await getImport(ctx, view)).toMatchObject({ totals: { accepted: 2 }, rejectedSample: [] });

  const broken = await upload(ctx, `Phone\n${'4155552671\n'.repeat(100)}"4155552672\n`);
  const settings = importSettings.parse({ mapping: broken.columns.map((column) => column.guess) });
  await startCheck(ctx, { id: broken.id, settings });
  await checkImport(ctx, { importId: broken.id }, jobRun);
  expect(await getImport(ctx, broken)).toMatchObject({
    status: 'failed',
    failure: containing(/line 102 is never closed.*upload/),
  });
});

test('a canceled import does nothing more, and its file is gone', async () => {
  const ctx = await newContext(services);
  const view = await upload(ctx, 'Phone\n4155552671\n');
  const settings = importSettings.parse({ mapping: [{ to: 'field', field: 'phone' }] });
  await startCheck(ctx, { id: view.id, settings });
  await cancelImport(ctx, view);
  await checkImport(ctx, { importId: view.id }, jobRun);
  expect(await getImport(ctx, view)).toMatchObject({ status: 'canceled', totals: null });
  const chunks = await services.database.owner.query('select from import_chunks where import_id = $1', [
    view.id,
  ]);
  expect(chunks.rowCount).toBe(0);
  await expect(cancelImport(ctx, view)).rejects.toMatchObject({ code: 'wrong_state' });
});

test('the sweep offers a silent check once, and ends an upload that broke off', async () => {
  const ctx = await newContext(services);
  const view = await upload(ctx, 'Phone\n4155552671\n');
  const settings = importSettings.parse({ mapping: [{ to: 'field', field: 'phone' }] });
  await startCheck(ctx, { id: view.id, settings });
  const due = (afterMs: number): Promise<unknown[]> =>
    withSystem(services.system, (db) => dueImportJobs(db, new Date(Date.now() + afterMs))).then((jobs) =>
      jobs.filter((job) => JSON.stringify(job).includes(ctx.tenantId)),
    );
  expect(await due(0)).toEqual([]);
  expect(await due(31_000)).toMatchObject([{ name: 'import.check', payload: { importId: view.id } }]);
  expect(await due(32_000)).toEqual([]);

  await services.database.owner.query("update imports set status = 'uploading' where id = $1", [view.id]);
  expect(await due(120_000)).toEqual([]);
  expect(await due(700_000)).toHaveLength(1);
  const later = {
    ...ctx,
    services: { ...services, clock: { ...services.clock, now: () => new Date(Date.now() + 700_000) } },
  };
  await checkImport(later, { importId: view.id }, jobRun);
  expect(await getImport(ctx, view)).toMatchObject({
    status: 'failed',
    failure: containing('broke off'),
  });
});

test('a file that nobody commits is dropped after a week, with its slices', async () => {
  const ctx = await newContext(services);
  const view = await upload(ctx, 'Phone\n4155552671\n');
  const weekMs = 7 * 86_400_000;
  const dueAfter = async (afterMs: number) => {
    const jobs = await withSystem(services.system, (db) => dueImportJobs(db, new Date(Date.now() + afterMs)));
    return jobs.filter((job) => job.payload.tenantId === ctx.tenantId);
  };
  expect(await dueAfter(weekMs - 60_000)).toEqual([]);
  expect(await dueAfter(weekMs + 60_000)).toHaveLength(1);
  const clock = { ...services.clock, now: () => new Date(Date.now() + weekMs + 60_000) };
  await checkImport({ ...ctx, services: { ...services, clock } }, { importId: view.id }, jobRun);
  expect(await getImport(ctx, view)).toMatchObject({
    status: 'canceled',
    failure: containing('within a week'),
  });
  const slices = await services.database.owner.query('select from import_chunks where import_id = $1', [
    view.id,
  ]);
  expect(slices.rowCount).toBe(0);
});
