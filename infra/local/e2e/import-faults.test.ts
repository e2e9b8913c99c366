import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient } from './kit/client.ts';
import { Imports, phoneOf, type PhoneRange } from './kit/imports.ts';
import { openLab, type Lab } from './kit/lab.ts';
import type { Program } from './kit/program.ts';

let lab: Lab;
let imports: Imports;
let sender: Program;
beforeAll(async () => {
  lab = await openLab();
  imports = new Imports(lab, new ApiClient(lab));
  await lab.start('api');
  sender = await lab.start('sender');
});
afterAll(() => lab.close());

/** Every row of the file was written once, and the import says so. */
async function expectOnce(id: string, tag: string, rows: number): Promise<void> {
  await imports.until(id, 'completed');
  expect(await imports.get(id)).toMatchObject({
    contactsWritten: rows,
    progress: { rowsDone: rows, rowsTotal: rows },
  });
  expect(await imports.written(id, tag)).toEqual({
    contacts: rows,
    phones: rows,
    evidence: rows,
    agreed: rows,
    tagged: rows,
  });
}

test('kill -9 in the middle of an import: the next sender writes exactly the rest', async () => {
  const range: PhoneRange = { first: 0, rows: 20_000 };
  const id = await imports.checked(range, { tag: 'killed' });
  const letGo = await imports.commitHalfway(id, range);
  await sender.end('SIGKILL');
  await letGo();
  expect((await imports.get(id)).contactsWritten).toBeLessThan(range.rows);
  sender = await lab.start('sender');
  await imports.age(id);
  await expectOnce(id, 'killed', range.rows);
});

/** Until a program that was told to end says so: from then on it begins nothing new. */
async function untilEnding(program: Program, metricsPort: number): Promise<void> {
  const ready = async () => (await fetch(`http://127.0.0.1:${metricsPort}/ready`)).status;
  await expect.poll(ready, { timeout: 8_000, interval: 20, message: program.name }).toBe(503);
}

test('SIGTERM in the middle of an import: exit 0 in time, and the next sender goes on at once with exactly the rest', async () => {
  const range: PhoneRange = { first: 600_000, rows: 8_000 };
  const id = await imports.checked(range, { tag: 'ended' });
  // Both batches that are written at the same time wait here.
  const letGo = await imports.commitHalfway(id, range, [3_500, 4_500]);
  const ending = sender.end('SIGTERM');
  await untilEnding(sender, lab.setup.ports.sender.metrics);
  await letGo();
  const { code, tookMs } = await ending;
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(10_000);
  const { contactsWritten } = await imports.get(id);
  expect(contactsWritten).toBeLessThan(range.rows);
  sender = await lab.start('sender');
  // The sweep would take it for abandoned after half a minute.
  await expect
    .poll(async () => (await imports.get(id)).contactsWritten, { timeout: 15_000 })
    .toBeGreaterThan(contactsWritten);
  await expectOnce(id, 'ended', range.rows);
});

test('cancel in the middle: what is written stays and is told, and nothing comes after it', async () => {
  const range: PhoneRange = { first: 100_000, rows: 4_000 };
  const id = await imports.checked(range, { tag: 'canceled' });
  const letGo = await imports.commitHalfway(id, range);
  const { status, contactsWritten } = await imports.cancel(id);
  await letGo();
  expect(status).toBe('canceled');
  const next: PhoneRange = { first: 200_000, rows: 1_000 };
  const nextId = await imports.checked(next, { tag: 'next' });
  await imports.commit(nextId);
  await expectOnce(nextId, 'next', next.rows);
  expect(await imports.get(id)).toMatchObject({ status: 'canceled', contactsWritten });
  expect(await imports.written(id, 'canceled')).toEqual({
    contacts: contactsWritten,
    phones: contactsWritten,
    evidence: contactsWritten,
    agreed: contactsWritten,
    tagged: contactsWritten,
  });
});

test('of two commits of one import at once, one is refused in words', async () => {
  const range: PhoneRange = { first: 300_000, rows: 2_000 };
  const id = await imports.checked(range, { tag: 'twice' });
  const answers = await Promise.allSettled([imports.commit(id), imports.commit(id)]);
  const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason)] : []));
  expect(refusals).toEqual([expect.stringMatching(/ 409 .*This import (is running already|is complete)/)]);
  await expectOnce(id, 'twice', range.rows);
});

test('two imports of the same people at once: no duplicates, no deadlock, both tell the truth', async () => {
  const range: PhoneRange = { first: 400_000, rows: 4_000 };
  const ids = await Promise.all([
    imports.checked(range, { tag: 'first' }),
    imports.checked(range, { tag: 'second', order: 'last-first' }),
  ]);
  await Promise.all(ids.map((id) => imports.commit(id)));
  for (const [id, tag] of [
    [ids[0], 'first'],
    [ids[1], 'second'],
  ] as const) {
    await imports.until(id, 'completed');
    expect((await imports.get(id)).contactsWritten).toBe(range.rows);
    expect(await imports.written(id, tag)).toMatchObject({
      evidence: range.rows,
      agreed: range.rows,
      tagged: range.rows,
    });
  }
  const { rows } = await lab.database.owner.query(
    `select count(*)::int as contacts, (select deadlocks::int from pg_stat_database where datname = current_database()) as deadlocks
     from contacts where phone between $1 and $2`,
    [phoneOf(range, 0), phoneOf(range, range.rows - 1)],
  );
  expect(rows).toEqual([{ contacts: range.rows, deadlocks: 0 }]);
});

/** Ends every connection of the programs and lets no new one in. */
async function cutDatabase(): Promise<void> {
  await limitConnections(0);
  await lab.database.owner.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename in ('sms_app', 'sms_system')",
  );
}

/** How many connections the programs may open; -1 for any number. The superuser of the tests may always. */
async function limitConnections(most: number): Promise<void> {
  const name = new URL(lab.database.ownerUrl).pathname.slice(1);
  await lab.database.owner.query(`alter database ${name} connection limit ${most}`);
}

test('PostgreSQL away for five seconds in the middle of an import: it goes on with the rest', async () => {
  const range: PhoneRange = { first: 500_000, rows: 8_000 };
  const id = await imports.checked(range, { tag: 'cut' });
  const letGo = await imports.commitHalfway(id, range);
  const cutAt = performance.now();
  await cutDatabase();
  await expect
    .poll(() => performance.now() - cutAt, { timeout: 10_000, interval: 100 })
    .toBeGreaterThan(5_000);
  await limitConnections(-1);
  await letGo();
  await expect
    .poll(
      async () =>
        imports.get(id).then(
          (view) => view.contactsWritten,
          () => 0,
        ),
      { timeout: 10_000 },
    )
    .toBeGreaterThan(0);
  await imports.age(id);
  await expectOnce(id, 'cut', range.rows);
});
