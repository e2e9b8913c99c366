import { createContact as createSchema } from '@sms-crm/contracts/contacts';
import { importSettings, type ImportField } from '@sms-crm/contracts/imports';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAgreementColumn, readsNo } from '@sms-crm/contracts/agreement-columns';
import type { Context } from '../src/context/context.ts';
import { listContacts } from '../src/contacts/list.ts';
import { commitImport } from '../src/imports/commit.ts';
import { getImport } from '../src/imports/get.ts';
import { startCheck } from '../src/imports/start-check.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { check, containing, jobRun, readyToCommit, upload } from './import-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const phone = '+14155552671';
const keys = (name: string, many: number) => Array.from({ length: many }, (_, n) => `${name} ${n + 1}`);
const fileOf = (headers: string[], value: string) =>
  `Phone,${headers.join()}\n${phone},${headers.map(() => value).join()}\n`;

const field = (name: ImportField) => ({ to: 'field' as const, field: name });

async function importFile(ctx: Context, file: string): ReturnType<typeof getImport> {
  const view = await readyToCommit(ctx, file);
  await commitImport(ctx, { importId: view.id }, jobRun);
  return getImport(ctx, view);
}

async function attributesOf(ctx: Context): Promise<Record<string, string>> {
  return (await listContacts(ctx, { limit: 10 })).items[0]?.attributes ?? {};
}

function given(many: number, value: string): object {
  return {
    phone,
    attributes: Object.fromEntries(keys('k', many).map((key) => [key.replace(' ', '_'), value])),
  };
}

test('by hand a contact gets at most 50 attributes of 500 characters', () => {
  expect(createSchema.safeParse(given(50, 'x'.repeat(500))).success).toBe(true);
  expect(createSchema.safeParse(given(51, 'x')).error?.issues).toMatchObject([
    { path: ['attributes'], message: 'A contact has at most 50 attributes; leave some out' },
  ]);
  expect(createSchema.safeParse(given(1, 'x'.repeat(501))).success).toBe(false);
});

test('columns beyond 50 are guessed to be left out, and refused as attributes', async () => {
  const ctx = await newContext(services);
  const view = await upload(ctx, fileOf(keys('Extra', 60), 'x'));
  expect(view.columns.filter(({ guess }) => guess.to === 'attribute')).toHaveLength(50);
  const mapping = view.columns.map(({ guess, index }) =>
    guess.to === 'ignore' ? { to: 'attribute', key: `column_${index}` } : guess,
  );
  await expect(
    startCheck(ctx, { id: view.id, settings: importSettings.parse({ mapping }) }),
  ).rejects.toMatchObject({
    message: containing('60 columns are mapped to attributes, but a contact has at most 50'),
    fields: [{ field: 'mapping' }],
  });
});

test('longer values are cut, and the dry run says in how many rows', async () => {
  const ctx = await newContext(services);
  const file = `Phone,Note\n${phone},${'x'.repeat(501)}\n+14155552672,${'y'.repeat(500)}\n12,${'z'.repeat(600)}\n`;
  expect((await check(ctx, file)).totals).toMatchObject({ accepted: 2, shortened: 1 });
  await importFile(ctx, `Phone,Note\n${phone},${'x'.repeat(501)}\n`);
  expect(await attributesOf(ctx)).toEqual({ note: 'x'.repeat(500) });
});

test('further imports change the attributes a contact has, and add new ones up to 50', async () => {
  const ctx = await newContext(services);
  await importFile(ctx, fileOf(keys('A', 30), 'old'));
  const second = await importFile(ctx, fileOf([...keys('B', 25), ...keys('A', 5)], 'new'));
  expect(second).toMatchObject({ status: 'completed', contactsWritten: 1, totals: { attributesLeftOut: 5 } });
  const attributes = await attributesOf(ctx);
  expect(Object.keys(attributes)).toHaveLength(50);
  expect([attributes['a_5'], attributes['a_6'], attributes['b_20'], attributes['b_21']]).toEqual([
    'new',
    'old',
    'new',
    undefined,
  ]);
});

test('dates of agreement that cannot be read are counted with the first of them', async () => {
  const ctx = await newContext(services);
  const file =
    'Phone,Opted in at\n+14155552671,2026-02-25\n+14155552672,last spring\n+14155552673,\n+14155552674,2999-01-01\n12,soon\n';
  const consent = { kind: 'column', source: 'web-form' } as const;
  const mapping = [field('phone'), field('optedInAt')];
  expect((await check(ctx, file, { mapping, consent })).totals).toMatchObject({
    accepted: 4,
    withConsent: 1,
    unreadDates: { rows: 2, row: 2, example: 'last spring' },
  });
  expect((await check(ctx, file, { mapping })).totals?.unreadDates).toBeUndefined();
});

test.each([
  ['Subscribed', 'no', 'yes'],
  ['SMS consent', 'FALSE', 'TRUE'],
  ['Opted in', '0', '1'],
  ['Accepts marketing', 'n', 'y'],
  ['Einwilligung', 'Nein', 'Ja'],
  ['Status of opt-in', 'Opted out', 'Opted in'],
  ['Consent', 'UNSUBSCRIBED', 'SUBSCRIBED'],
  ['Unsubscribed', 'yes', 'no'],
])('whoever says no in “%s” is not imported as agreed', async (header, no, yes) => {
  const ctx = await newContext(services);
  const file = `Phone,${header},Date\n${phone},${no},2026-02-25\n+14155552672,${yes},2026-02-25\n+14155552673,,2026-02-25\n`;
  const mapping = [field('phone'), { to: 'ignore' } as const, field('optedInAt')];
  const byDate = { kind: 'column', source: 'web-form' } as const;
  const saidNo = { rows: 1, columns: [header] };
  expect((await check(ctx, file, { mapping, consent: byDate })).totals).toMatchObject({
    accepted: 3,
    withConsent: 2,
    saidNo,
  });
  const consent = { kind: 'one-date', source: 'web-form', agreedOn: '2026-02-25' } as const;
  const view = await readyToCommit(ctx, file, { consent });
  expect(view.totals).toMatchObject({ withConsent: 2, saidNo });
  await commitImport(ctx, { importId: view.id }, jobRun);
  const { items } = await listContacts(ctx, { limit: 4 });
  expect(Object.fromEntries(items.map((item) => [item.phone, item.consent]))).toEqual({
    [phone]: 'unknown',
    '+14155552672': 'granted',
    '+14155552673': 'granted',
  });
});

test.each([
  ['Country club SMS opt-in', 'no'],
  ['In-country marketing consent', 'no'],
  ['Payslip SMS consent', 'no'],
  ['Consenso', 'no'],
  ['Abonné', 'Non'],
  ['Suscrito', 'no'],
  ['Erlaubnis', 'nein'],
  ['Opt-in', 'No thanks'],
  ['Opt-in', '✗'],
  ['Opt-in', 'STOP'],
  ['Unsubscribed', 'Jan 5, 2024'],
  ['Unsubscribed', '5 Jan 2024'],
  ['Désabonné', 'oui'],
  ['Opted out at', '45292'],
  ['Opt-out', '✓'],
  ['Do not contact', 'DNC'],
  ['Agreed to texts', 'maybe'],
  ['SMS consent', 'Pending since 2026-01-05'],
  ['Einwilligung', 'unbekannt'],
])('“%s” with “%s” says no', (header, cell) => {
  expect([isAgreementColumn(header), readsNo(header, ['yes', 'no'])(cell)]).toEqual([true, true]);
});

test.each([
  ['Country of consent', 'NO'],
  ['Subscriptions', '0'],
  ['Unsubscribe link', 'https://example.com/2024/1 2 3'],
  ['Unsubscribed', 'never'],
  ['Opt-in', 'N/A'],
])('“%s” with “%s” says nothing', (header, cell) => {
  expect(readsNo(header, ['SE', '3'])(cell)).toBe(false);
});

test('a count of zero is no refusal, nor a no in a column that is no answer', async () => {
  const ctx = await newContext(services);
  const consent = { kind: 'one-date', source: 'web-form', agreedOn: '2026-02-25' } as const;
  const file = `Phone,Subscriptions,Smoker,Marketing country\n${phone},0,no,NO\n+14155552672,3,no,US\n`;
  const { totals } = await check(ctx, file, { consent });
  expect(totals).toMatchObject({ accepted: 2, withConsent: 2 });
  expect(totals?.saidNo).toBeUndefined();
});

test('characters that turn the direction of writing are left out of names and dates', async () => {
  const ctx = await newContext(services);
  const consent = { kind: 'column', source: 'web-form' } as const;
  const file = `Phone,First name,Opted in at\n\u202A${phone}\u202C,Ana\u202Egpj\u2069,\u20662026-02-25\u2069\n`;
  const mapping = [field('phone'), field('firstName'), field('optedInAt')];
  const { id } = await readyToCommit(ctx, file, { mapping, consent });
  await commitImport(ctx, { importId: id }, jobRun);
  const { items } = await listContacts(ctx, { limit: 2 });
  expect(items).toMatchObject([{ phone, firstName: 'Anagpj', consent: 'granted' }]);
});
