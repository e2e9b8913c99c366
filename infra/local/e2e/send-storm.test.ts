import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { budget } from '@sms-crm/contracts/budget';
import { ApiClient, control } from './kit/client.ts';
import {
  freezeSender,
  killSender,
  refuseAll,
  restartPostgres,
  Senders,
  wipeRedis,
  type Disaster,
} from './kit/disasters.ts';
import { openLab, type Lab } from './kit/lab.ts';
import { randomFrom } from './kit/random.ts';
import { addRecipients, counterDrift, quietKeyOfRecipients } from './kit/recipients.ts';
import { carrierTruth, inBetween, ledgerSums, takenByRows } from './kit/truth.ts';

/** How large the storm is; a proof takes more than a test. */
const recipients = Number(process.env['PROOF_RECIPIENTS'] ?? 20_000);
const kills = Number(process.env['PROOF_KILLS'] ?? 5);
const seed = Number(process.env['PROOF_SEED'] ?? Date.now() % 1_000_000);

/** Of every hundred people five are on the list from the start, and four live in Florida, where texts end at 20:00. */
const share = 100;
const listed = 5;
const inFlorida = 4;
const texted = (recipients / share) * (share - listed - inFlorida);

/** One part each; the budget ends before the people do. */
const partMicros = 7_900;
const affordable = Math.floor(texted * 0.98);

/** A text whose second attempt meets the bad day, too, is looked up four times. */
const slow = { timeout: 240_000 + recipients * 8, interval: 250 };
const wholeMs = 3 * slow.timeout;

/** A carrier on a bad day: answers lost, late and wrong, before and after the text was taken, callbacks that do not come as they should. */
const faults = [
  { kind: 'delay', accepted: true, ms: 3_000, probability: 0.003 },
  { kind: 'delay', accepted: false, ms: 4_000, probability: 0.003 },
  { kind: 'reset', accepted: true, probability: 0.005 },
  { kind: 'reset', accepted: false, probability: 0.005 },
  { kind: 'server-error', status: 502, body: 'html', accepted: true, probability: 0.005 },
  { kind: 'server-error', status: 502, body: 'html', accepted: false, probability: 0.005 },
  { kind: 'callback-lost', probability: 0.05 },
  { kind: 'callback-duplicate', probability: 0.05 },
  { kind: 'callback-reorder', statuses: ['sent'], probability: 0.05 },
  { kind: 'callback-late', ms: 5_000, probability: 0.05 },
];

let lab: Lab;
let api: ApiClient;
let senders: Senders;
beforeAll(async () => {
  lab = await openLab({ ownPostgres: true });
  api = new ApiClient(lab);
  senders = new Senders(lab);
  await addRecipients(lab, recipients);
  await lab.database.owner.query(
    `insert into do_not_contact (tenant_id, phone, origin, created_by)
     select tenant_id, phone, 'operator', 'test' from contacts where tenant_id = $1 and right(phone, 6)::int % $2 < $3`,
    [lab.demo.tenant.id, share, listed],
  );
  await lab.database.owner.query(
    `update contacts set region = 'FL', quiet_key = $4 where tenant_id = $1 and right(phone, 6)::int % $2 >= $2 - $3`,
    [lab.demo.tenant.id, share, inFlorida, quietKeyOfRecipients('FL')],
  );
  await lab.database.owner.query('vacuum analyze contacts');
  // Faster than the demo number's own rate, so that the storm is not mostly waiting.
  await lab.database.owner.query('update sending_numbers set rate_parts = 2000');
  await control(lab, '/clock', { method: 'PUT', body: { time: '20:05' } });
  await Promise.all([lab.start('api'), senders.add(), senders.add()]);
  const limits = { dailyLimitMicros: affordable * partMicros, monthlyLimitMicros: null };
  await api.call(budget, 'PUT', '/budget', limits);
});
afterAll(() => lab?.close());

/** The kills and, between them, everything else that may happen, each at a moment of its own. */
function plan(random: () => number): { share: number; happens: Disaster }[] {
  const others = [wipeRedis, restartPostgres, freezeSender, refuseAll];
  const all = [...Array.from({ length: kills }, (_, at) => killSender(at)), ...others];
  return all
    .map((happens) => ({ share: 0.02 + random() * 0.9, happens }))
    .toSorted((a, b) => a.share - b.share);
}

test(
  `everyone once and every cent, through kills, a wiped Redis, a restarted PostgreSQL, a freeze and a carrier on a bad day (seed ${seed})`,
  async () => {
    onTestFailed(async () => {
      const told = { inBetween: await inBetween(lab), warnings: senders.warnings() };
      process.stderr.write(`${JSON.stringify(told, null, 1)}\n`);
    });
    await control(lab, '/config', {
      method: 'PUT',
      body: {
        createLatencyMs: { min: 20, max: 120 },
        failureRate: 0,
        listLagMs: { min: 0, max: 2_000 },
        priceAfterMs: { min: 100, max: 500 },
      },
    });
    await control(lab, '/faults', { method: 'POST', body: faults });
    const id = await api.launch('Hello {{first_name|there}}, see https://example.com/spring');
    for (const { share: at, happens } of plan(randomFrom(seed))) {
      await expect
        .poll(async () => (await api.report(id)).totals.handedOver, slow)
        .toBeGreaterThanOrEqual(at * affordable);
      await happens(lab, senders);
    }
    await expect
      .poll(() => statuses(id), slow)
      .toEqual([
        { outcome: 'do_not_contact', n: (recipients / share) * listed },
        { outcome: 'queued', n: recipients - (recipients / share) * listed - affordable },
        { outcome: 'taken', n: affordable },
      ]);
    expect((await api.report(id)).waitingBy.map(({ reason }) => reason).toSorted()).toEqual([
      'budget',
      'quiet_hours',
    ]);
    const carrier = await carrierTruth(lab);
    expect(carrier).toMatchObject({ acceptedTexts: affordable, phonesWithMore: 0 });
    expect(carrier.phones).toEqual(await takenByRows(lab, id));
    expect(await lawless(carrier.phones)).toEqual([]);
    await expect.poll(() => counterDrift(lab), slow).toEqual([]);
    // The carrier charges a text some time after it took it.
    const charged = affordable * partMicros;
    await expect.poll(async () => (await carrierTruth(lab)).chargedMicros, slow).toBe(charged);
    await expect.poll(() => ledgerSums(lab), slow).toEqual({ total: 0, reserved: 0, charged });
  },
  wholeMs,
);

/** What became of everyone, without those whose text the carrier has by now: nobody is left in between. */
async function statuses(id: string) {
  const { rows } = await lab.database.owner.query<{ outcome: string; n: number }>(
    `select case when carrier_message_id is not null then 'taken' else coalesce(reason, status) end as outcome, count(*)::int as n
     from messages where campaign_id = $1 group by 1 order by 1`,
    [id],
  );
  return rows;
}

/** Texted people who must not have been: on the list, or in Florida after 20:00. */
async function lawless(phones: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await lab.database.owner.query<{ phone: string }>(
    `select phone from contacts c where tenant_id = $1 and (region = 'FL' or exists (
       select from do_not_contact d where d.tenant_id = c.tenant_id and d.phone = c.phone))`,
    [lab.demo.tenant.id],
  );
  return rows.map(({ phone }) => phone).filter((phone) => phones.has(phone));
}
