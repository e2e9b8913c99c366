import { afterAll, beforeAll, expect, test } from 'vitest';
import { parsePhone } from '../src/contacts/phone.ts';
import { createContact } from '../src/contacts/create.ts';
import { exportContacts } from '../src/contacts/export-csv.ts';
import { listContacts } from '../src/contacts/list.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { all } from './import-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

test.each([
  ['0049 (0)151 23456789', 'US', '+4915123456789'],
  ['(00) 44 20 7946 0958', 'US', '+442079460958'],
  ['00 1 415 555 2671', 'DE', '+14155552671'],
  ['011 44 20 7946 0958', 'US', '+442079460958'],
  ['415 555 2671', 'US', '+14155552671'],
])('%j in %s is %s', (text, country, phone) => expect(parsePhone(text, country)?.phone).toBe(phone));

test.each(['0049 12', '000', '00', '0000 415 555 2671'])('%j is no phone', (text) =>
  expect(parsePhone(text, 'US')).toBeNull(),
);

test('a contact is found by the beginning of a name, and by the first and last digits of the phone', async () => {
  const ctx = await newContext(services);
  const added = await createContact(ctx, {
    phone: '(415) 555-2671',
    firstName: 'Łukasz',
    lastName: 'Nowak',
    tags: ['gold'],
  });
  await createContact(ctx, { phone: '+442079460018', firstName: 'Mary Ann' });
  for (const q of ['łuk', 'NOW', '+1415', '2671', '(415) 555']) {
    const found = await listContacts(ctx, { limit: 10, q });
    expect([q, found.items.map((item) => item.id)]).toEqual([q, [added.id]]);
  }
  expect((await listContacts(ctx, { limit: 10, tag: 'gold' })).items).toEqual([added]);
});

test('a search without a letter or digit finds nobody, in the list and in the export', async () => {
  const ctx = await newContext(services);
  await createContact(ctx, { phone: '+14155552671', firstName: 'Ana' });
  for (const q of ['!!!', '-', '+', '…', '( )']) {
    expect([q, (await listContacts(ctx, { limit: 10, q })).items]).toEqual([q, []]);
    const lines = (await all(await exportContacts(ctx, { q }))).join('').trim().split(/\r?\n/);
    expect([q, lines.length]).toEqual([q, 1]);
  }
});

test('pages follow each other without gaps or repeats', async () => {
  const ctx = await newContext(services);
  for (let n = 0; n < 5; n += 1) await createContact(ctx, { phone: `+1415555260${n}` });
  const first = await listContacts(ctx, { limit: 3 });
  const second = await listContacts(ctx, { limit: 3, cursor: first.nextCursor ?? '' });
  expect([...first.items, ...second.items].map((item) => item.phone)).toEqual(
    [4, 3, 2, 1, 0].map((n) => `+1415555260${n}`),
  );
  expect(second.nextCursor).toBeNull();
});

test('a phone that does not exist is refused with the fix, one that is taken too', async () => {
  const ctx = await newContext(services);
  await expect(createContact(ctx, { phone: '555-0100' })).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('country code'),
  });
  const phone = expect.objectContaining({ field: 'phone' });
  const zone = { field: 'timeZone', detail: 'Use an IANA time zone, e.g. America/New_York' };
  const timeZone = 'Mars/Olympus';
  await expect(createContact(ctx, { phone: '555-0100', timeZone })).rejects.toMatchObject({
    fields: [phone, zone],
  });
  await expect(createContact(ctx, { phone: '+14155552671', timeZone })).rejects.toMatchObject({
    code: 'invalid_input',
    fields: [zone],
  });
  await createContact(ctx, { phone: '+14155552671' });
  await expect(createContact(ctx, { phone: '415 555 2671' })).rejects.toMatchObject({
    code: 'already_exists',
  });
});

test('without the permission nothing is read or written', async () => {
  const ctx = await newContext(services, ['campaigns:read']);
  await expect(listContacts(ctx, { limit: 1 })).rejects.toMatchObject({
    code: 'permission_missing',
    message: expect.stringContaining('see contacts'),
  });
  await expect(createContact(ctx, { phone: '+14155552671' })).rejects.toMatchObject({
    code: 'permission_missing',
  });
});

test('adding a contact is in the audit log, and evidence of consent is stored with it', async () => {
  const ctx = await newContext(services);
  const consent = { source: 'paper-form', agreedAt: '2026-01-02T10:00:00.000Z' } as const;
  const added = await createContact(ctx, { phone: '+14155552671', consent });
  expect(added.consent).toBe('granted');
  const { rows } = await services.database.owner.query(
    'select a.action, e.source, e.type from audit_log a, consent_events e where a.tenant_id = $1 and e.tenant_id = $1',
    [ctx.tenantId],
  );
  expect(rows).toEqual([{ action: 'contact.create', source: 'paper-form', type: 'granted' }]);
});
