import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ImportView } from '@sms-crm/contracts/imports';
import type { Context } from '../src/context/context.ts';
import { createContact } from '../src/contacts/create.ts';
import { listContacts } from '../src/contacts/list.ts';
import { addDoNotContact } from '../src/do-not-contact/add.ts';
import { cancelImport } from '../src/imports/cancel.ts';
import { commitImport } from '../src/imports/commit.ts';
import { getImport } from '../src/imports/get.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';
import { containing, jobRun, manyContacts, readyToCommit } from './import-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

/** Longest wait for a process to start and write something on a busy machine, ms. */
const processMs = 60_000;

const withDates = { consent: { kind: 'column', source: 'web-form', wording: 'I agree' } } as const;

async function count(sql: string, ctx: Context): Promise<number> {
  const { rows } = await services.database.owner.query<{ count: number }>(sql, [ctx.tenantId]);
  return rows[0]?.count ?? 0;
}

/** Each contact once, with one piece of evidence, one tag, one attribute and its words. */
async function expectOnce(ctx: Context, view: ImportView, contacts: number): Promise<void> {
  expect(await getImport(ctx, view)).toMatchObject({
    status: 'completed',
    progress: { rowsDone: contacts, rowsTotal: contacts },
    contactsWritten: contacts,
  });
  const own = 'where tenant_id = $1';
  expect([
    await count(`select count(*)::int from contacts ${own} and consent = 'granted'`, ctx),
    await count(`select count(*)::int from consent_events ${own}`, ctx),
    await count(`select count(distinct contact_id)::int as count from consent_events ${own}`, ctx),
    await count(`select count(*)::int from contact_tags ${own}`, ctx),
    await count(`select count(*)::int from contact_attributes ${own}`, ctx),
    await count(`select count(*)::int from import_chunks ${own}`, ctx),
  ]).toEqual([contacts, contacts, contacts, contacts, contacts, 0]);
}

/** The context of a run that is told to stop as soon as its first batch is written. */
function stoppedByFirstBatch(ctx: Context): { ctx: Context; run: typeof jobRun } {
  const stop = new AbortController();
  const signal = async (): Promise<void> => stop.abort();
  return { ctx: { ...ctx, services: { ...services, signal } }, run: { ...jobRun, signal: stop.signal } };
}

test('a run that is stopped midway asks for another one, which goes on where it stopped', async () => {
  const ctx = await newContext(services);
  const view = await readyToCommit(ctx, manyContacts(3_500), { ...withDates, tags: ['vip'] });
  const stopped = stoppedByFirstBatch(ctx);
  await commitImport(stopped.ctx, { importId: view.id }, stopped.run);
  const midway = await getImport(ctx, view);
  expect(midway.status).toBe('committing');
  expect(midway.contactsWritten).toBeGreaterThan(0);
  expect(midway.contactsWritten).toBeLessThan(3_500);
  const next = services.jobs.splice(0).filter(({ payload }) => payload.tenantId === ctx.tenantId);
  const [asked, handedOn] = next.filter(({ name }) => name === 'import.commit');
  expect(handedOn?.payload).toMatchObject({ importId: view.id });
  expect(handedOn?.jobId).not.toBe(asked?.jobId);
  await commitImport(ctx, { importId: view.id }, jobRun);
  await expectOnce(ctx, view, 3_500);
  await commitImport(ctx, { importId: view.id }, jobRun);
  await expectOnce(ctx, view, 3_500);
});

test(
  'a process killed in the middle of its batches costs nothing and doubles nothing',
  { timeout: 2 * processMs },
  async () => {
    const ctx = await newContext(services);
    const view = await readyToCommit(ctx, manyContacts(5_000), { ...withDates, tags: ['vip'] });
    const { appUrl, systemUrl, owner } = services.database;
    // A phone of the last batch, held by a transaction that does not end: the run cannot finish before it is killed.
    const holder = await owner.connect();
    await holder.query('begin');
    await holder.query('insert into contacts (tenant_id, phone) values ($1, $2)', [
      ctx.tenantId,
      '+14152004500',
    ]);
    const script = new URL('commit-process.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [script, appUrl, systemUrl, ctx.tenantId, view.id], {
      stdio: 'inherit',
    });
    const ended = once(child, 'exit');
    await vi.waitFor(async () => expect((await getImport(ctx, view)).contactsWritten).toBeGreaterThan(0), {
      timeout: processMs,
      interval: 20,
    });
    child.kill('SIGKILL');
    await ended;
    await holder.query('rollback');
    holder.release();
    expect((await getImport(ctx, view)).status).toBe('committing');
    await commitImport(ctx, { importId: view.id }, jobRun);
    await expectOnce(ctx, view, 5_000);
  },
);

test('two runs of one import at the same time write each row once', async () => {
  const ctx = await newContext(services);
  const view = await readyToCommit(ctx, manyContacts(2_500), { ...withDates, tags: ['vip'] });
  const runs = [1, 2, 3].map(() => commitImport(ctx, { importId: view.id }, jobRun));
  expect(await Promise.all(runs)).toHaveLength(3);
  await expectOnce(ctx, view, 2_500);
});

test('a running import that is canceled stops; what it wrote stays and is counted', async () => {
  const ctx = await newContext(services);
  const view = await readyToCommit(ctx, manyContacts(4_000));
  let canceling: Promise<unknown> | undefined;
  const signal = async (): Promise<void> => {
    canceling ??= cancelImport(ctx, view);
  };
  await commitImport({ ...ctx, services: { ...services, signal } }, { importId: view.id }, jobRun);
  await canceling;
  const { status, contactsWritten } = await getImport(ctx, view);
  expect(status).toBe('canceled');
  expect(contactsWritten).toBeLessThan(4_000);
  expect(await count('select count(*)::int from contacts where tenant_id = $1', ctx)).toBe(contactsWritten);
});

test('given values replace, empty ones keep, and search finds the new name only', async () => {
  const ctx = await newContext(services);
  await createContact(ctx, {
    phone: '+14155552671',
    firstName: 'Ana',
    lastName: 'Obi',
    city: 'Rome',
    tags: ['old'],
    attributes: { tier: 'silver', pet: 'cat' },
  });
  const file =
    'Phone,First name,Last name,City,Tags,Tier\n(415) 555-2671,Anna,,,"New, vip", Gold \n4155552672,=1+1,Null,,,\n';
  const view = await readyToCommit(ctx, file);
  await commitImport(ctx, { importId: view.id }, jobRun);
  const find = async (q: string): Promise<unknown[]> => (await listContacts(ctx, { limit: 5, q })).items;
  expect(await find('2671')).toMatchObject([
    {
      firstName: 'Anna',
      lastName: 'Obi',
      city: 'Rome',
      tags: ['new', 'old', 'vip'],
      attributes: { tier: 'Gold', pet: 'cat' },
      consent: 'unknown',
    },
  ]);
  expect([await find('anna obi'), await find('ana ')].map((items) => items.length)).toEqual([1, 0]);
  expect(await find('2672')).toMatchObject([{ firstName: '=1+1', lastName: 'Null' }]);
});

test('evidence comes from the column row by row, never for a withdrawn contact, and do-not-contact stays', async () => {
  const ctx = await newContext(services);
  const consent = { source: 'web-form', agreedAt: '2026-01-02T00:00:00Z' } as const;
  const withdrawn = await createContact(ctx, { phone: '+14155552671', consent });
  await services.database.owner.query("update contacts set consent = 'revoked' where id = $1", [
    withdrawn.id,
  ]);
  await addDoNotContact(ctx, { phone: '+14155552672' });
  const file = [
    'Phone,Opted in at',
    '4155552671,2/3/2026',
    '4155552672,2026-02-03',
    '4155552673,yesterday',
    '4155552674,2999-01-01',
    '4155552675,',
    '4155552676,3/2/2026',
  ];
  const settings = { ...withDates, mapping: [field('phone'), field('optedInAt')] };
  const view = await readyToCommit(ctx, file.join('\n'), settings);
  expect(view.totals).toMatchObject({ accepted: 6, withConsent: 3 });
  await commitImport(ctx, { importId: view.id }, jobRun);
  const { items } = await listContacts(ctx, { limit: 10 });
  expect(
    Object.fromEntries(items.map((item) => [item.phone.slice(-1), [item.consent, item.doNotContact]])),
  ).toEqual({
    1: ['revoked', false],
    2: ['granted', true],
    3: ['unknown', false],
    4: ['unknown', false],
    5: ['unknown', false],
    6: ['granted', false],
  });
  const { rows } = await services.database.owner.query(
    `select phone, agreed_at, source, wording, actor from consent_events where import_id = $1 order by phone`,
    [view.id],
  );
  const evidence = { source: 'web-form', wording: 'I agree', actor: ctx.actor.label };
  expect(rows).toEqual([
    { ...evidence, phone: '+14155552671', agreed_at: new Date('2026-02-03T05:00:00Z') },
    { ...evidence, phone: '+14155552672', agreed_at: new Date('2026-02-03T05:00:00Z') },
    { ...evidence, phone: '+14155552676', agreed_at: new Date('2026-03-02T05:00:00Z') },
  ]);
});

function field(name: 'phone' | 'optedInAt'): { to: 'field'; field: typeof name } {
  return { to: 'field', field: name };
}

test('a commit that fails for good says so in words, and keeps what is written', async () => {
  const ctx = await newContext(services);
  const view = await readyToCommit(ctx, manyContacts(1_500));
  await services.database.owner.query('delete from import_chunks where import_id = $1', [view.id]);
  await expect(commitImport(ctx, { importId: view.id }, jobRun)).rejects.toThrow('is gone');
  expect((await getImport(ctx, view)).status).toBe('committing');
  await expect(commitImport(ctx, { importId: view.id }, { ...jobRun, lastTry: true })).rejects.toThrow(
    'is gone',
  );
  expect(await getImport(ctx, view)).toMatchObject({
    status: 'failed',
    failure: containing('Contacts written so far stay'),
  });
});
