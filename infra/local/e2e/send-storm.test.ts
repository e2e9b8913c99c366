import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ApiClient, control } from './kit/client.ts';
import { openLab, type Lab } from './kit/lab.ts';
import type { Program } from './kit/program.ts';
import { addRecipients, counterDrift } from './kit/recipients.ts';

/** How large the storm is; a proof takes more than a test. */
const recipients = Number(process.env['PROOF_RECIPIENTS'] ?? 600);
const kills = Number(process.env['PROOF_KILLS'] ?? 4);

/** Every twentieth is on the list from the start. */
const listedEvery = 20;

/** Short times, so that what a killed sender left is looked up within the test. */
const times = {
  LEASE_MS: '4000',
  REQUEST_TIMEOUT_MS: '2000',
  RECONCILE_WAIT_MS: '500',
  RECONCILE_GAP_MS: '500',
};
const slow = { timeout: 240_000 + recipients * 40, interval: 250 };

/** A carrier on a bad day: time-outs, resets and 502s after the text was taken and before. */
const faults = [
  { kind: 'delay', accepted: true, ms: 3_000, probability: 0.01 },
  { kind: 'reset', accepted: true, probability: 0.01 },
  { kind: 'reset', accepted: false, probability: 0.01 },
  { kind: 'server-error', status: 502, body: 'html', accepted: true, probability: 0.01 },
  { kind: 'server-error', status: 502, body: 'html', accepted: false, probability: 0.01 },
];

let lab: Lab;
let api: ApiClient;
let senders: Program[];
beforeAll(async () => {
  lab = await openLab();
  api = new ApiClient(lab);
  await addRecipients(lab, recipients);
  await lab.database.owner.query(
    `insert into do_not_contact (tenant_id, phone, origin, created_by)
     select tenant_id, phone, 'operator', 'test' from contacts where tenant_id = $1 and right(phone, 6)::int % $2 = 0`,
    [lab.demo.tenant.id, listedEvery],
  );
  // The storm lasts about ten seconds for each thousand at the demo number's own rate; larger ones go faster.
  await lab.database.owner.query('update sending_numbers set rate_parts = greatest(rate_parts, $1)', [
    recipients / 100,
  ]);
  await lab.start('api');
  senders = [await lab.start('sender', times), await lab.start('sender', { ...times, METRICS_PORT: '0' })];
});
afterAll(() => lab.close());

async function untilShare(id: string, share: number): Promise<void> {
  const least = share * recipients * (1 - 1 / listedEvery);
  await expect.poll(async () => (await api.report(id)).totals.handedOver, slow).toBeGreaterThanOrEqual(least);
}

const disasters: (() => Promise<void>)[] = [
  async () => {
    await senders[0]?.end('SIGKILL');
    senders[0] = await lab.start('sender', times);
  },
  async () => {
    const redis = new Redis(lab.setup.redisUrl);
    await redis.flushall();
    redis.disconnect();
  },
  async () => {
    // As a restarted server does: every connection is gone at once.
    await lab.database.owner.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
  },
  async () => {
    // Frozen for longer than its lease, then woken with its requests still open.
    senders[0]?.child.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, Number(times.LEASE_MS) * 1.5));
    senders[0]?.child.kill('SIGCONT');
  },
];

const truth = z.object({
  acceptedTexts: z.number(),
  phones: z.number(),
  chargedMicros: z.coerce.number(),
  phonesWithMore: z.number(),
});

test(
  'two senders through kills, a wiped Redis, cut connections, a freeze and a carrier on a bad day: everyone once, and every cent',
  slow,
  async () => {
    await control(lab, '/reset', { method: 'POST' });
    await control(lab, '/config', {
      method: 'PUT',
      body: { createLatencyMs: { min: 20, max: 120 }, failureRate: 0 },
    });
    await control(lab, '/faults', { method: 'POST', body: faults });
    const id = await api.launch('Hello {{first_name|there}}, see https://example.com/spring');
    for (let disaster = 0; disaster < kills; disaster += 1) {
      await untilShare(id, (disaster + 0.5) / (kills + 1));
      await disasters[disaster % disasters.length]?.();
    }
    await expect.poll(async () => (await api.report(id)).campaign.status, slow).toBe('completed');
    const { rows } = await lab.database.owner.query<{ status: string; n: number; texts: number }>(
      `select case when status in ('accepted', 'sent', 'delivered') then 'taken' else coalesce(reason, status) end as status,
       count(*)::int as n, count(distinct carrier_message_id)::int as texts
     from messages where campaign_id = $1 group by 1 order by 1`,
      [id],
    );
    const listed = Math.ceil(recipients / listedEvery);
    expect(rows).toEqual([
      { status: 'do_not_contact', n: listed, texts: 0 },
      { status: 'taken', n: recipients - listed, texts: recipients - listed },
    ]);
    await expect.poll(() => counterDrift(lab), slow).toEqual([]);
    const { chargedMicros, ...log } = truth.parse(await control(lab, '/truth'));
    expect(log).toEqual({
      acceptedTexts: recipients - listed,
      phones: recipients - listed,
      phonesWithMore: 0,
    });
    await expect
      .poll(async () => ledger(lab), slow)
      .toEqual({ total: 0, reserved: 0, charged: chargedMicros });
  },
);

async function ledger({ database }: Lab): Promise<{ total: number; reserved: number; charged: number }> {
  const { rows } = await database.owner.query<{ total: string; reserved: string; charged: string }>(
    `select coalesce(sum(micros), 0) as total, coalesce(sum(micros) filter (where side = 'reserved'), 0) as reserved,
       coalesce(sum(micros) filter (where side = 'charged'), 0) as charged from ledger_entries`,
  );
  const { total = 0, reserved = 0, charged = 0 } = rows[0] ?? {};
  return { total: Number(total), reserved: Number(reserved), charged: Number(charged) };
}
