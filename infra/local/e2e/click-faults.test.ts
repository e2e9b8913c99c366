import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { waitUntil } from '../src/wait-until.ts';
import { ApiClient, control } from './kit/client.ts';
import { clicksSettled, recordedClicks, recountedClicks } from './kit/clicks.ts';
import { wipeRedis, withoutPostgres, withoutRedis, withRedisFrozen } from './kit/disasters.ts';
import { openLab, type Lab } from './kit/lab.ts';
import type { Program } from './kit/program.ts';
import { addRecipients, phoneOfRecipient } from './kit/recipients.ts';
import { TapRun, type TapReport } from './kit/taps.ts';

/** Each handset taps its link once in each of six tests: 10 200 taps. One more link is never tapped. */
const handsets = 1_700;
const perSecond = 400;

/** Handsets that find nobody or a 503 try on until the trouble is over, however busy the machine is. */
const order = {
  phones: Array.from({ length: handsets }, (_, at) => phoneOfRecipient(at)),
  perSecond,
  retries: 100,
  open: 300,
};

let lab: Lab;
let api: ApiClient;
let sender: Program;
let shortener: Program;
let campaignId: string;
beforeAll(async () => {
  lab = await openLab({ ownPostgres: true });
  api = new ApiClient(lab);
  await addRecipients(lab, handsets + 1);
  await lab.database.owner.query('update sending_numbers set rate_parts = 2000');
  const atOnce = { createLatencyMs: { min: 0, max: 0 }, failureRate: 0 };
  await control(lab, '/config', { method: 'PUT', body: atOnce });
  [sender, shortener] = await Promise.all([lab.start('sender'), lab.start('shortener'), lab.start('api')]);
  campaignId = await api.launch('Hello {{first_name|there}}, see https://example.com/spring');
  const allSent = async () => {
    const { handedOver } = (await api.report(campaignId)).totals;
    if (handedOver <= handsets) throw new Error(`${handedOver} are handed over`);
  };
  await waitUntil(allSent, { what: 'every text', deadlineMs: 120_000 });
});
afterAll(() => lab?.close());

type Outcome = TapReport & {
  /** Redirects without a click; clicks without a redirect, or texts clicked twice, that no broken request explains. */
  lost: number;
  doubled: number;
};

/** Everybody taps once while something happens. @returns what the handsets saw, beside what was recorded of it */
async function tapThrough(happens: (run: TapRun) => Promise<void>): Promise<Outcome> {
  const run = await TapRun.start(lab, order);
  await happens(run);
  const seen = await run.ended();
  await clicksSettled(lab);
  const { clicks, textsWithMore } = await recordedClicks(lab, { campaignId, since: seen.startedAt });
  const lost = Math.max(0, seen.redirected - clicks);
  // A request that broke off may have been answered, as far as the redirect process knows.
  const doubled = Math.max(0, clicks - seen.redirected - seen.unanswered, textsWithMore - seen.unanswered);
  const outcome = { ...seen, lost, doubled };
  onTestFailed(() => void process.stderr.write(`${JSON.stringify({ ...outcome, clicks, textsWithMore })}\n`));
  expect((await api.report(campaignId)).clicks).toMatchObject(await recountedClicks(lab, campaignId));
  return outcome;
}

/** Everybody got where the link leads, and no tap was recorded twice. */
const everybody = { redirected: handsets, failed: 0, doubled: 0 };

const unavailable = { status: 503, retryAfter: '2' };

/** Asks where a link leads without following it, which is no click. */
async function ask(code: string): Promise<{ status: number; retryAfter: string | null }> {
  const { status, headers } = await fetch(`${lab.addresses.shortener}/${code}`, {
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
  });
  return { status, retryAfter: headers.get('retry-after') };
}

/** A link that was just asked for, and one that nobody ever asked for. */
async function twoLinks(): Promise<{ cached: string; cold: string }> {
  const { rows } = await lab.database.owner.query<{ code: string }>(
    `select code from short_links l join messages m on m.tenant_id = l.tenant_id and m.id = l.message_id
     where m.phone in ($1, $2) order by m.phone`,
    [phoneOfRecipient(0), phoneOfRecipient(handsets)],
  );
  const [cached = '', cold = ''] = rows.map(({ code }) => code);
  expect(await ask(cached)).toEqual({ status: 302, retryAfter: null });
  return { cached, cold };
}

test('Redis cannot be reached: clicks go to the database, none is lost and none is doubled', async () => {
  const outcome = await tapThrough(async (run) => {
    await run.begun(handsets * 0.2);
    await withRedisFrozen(lab, () => run.begun(handsets * 0.8));
  });
  expect(outcome).toMatchObject({ ...everybody, lost: 0 });
  expect(shortener.output).toContain('Redis is away: clicks go to the database');
});

test('Redis is killed: at most the last second of clicks is lost, none is doubled', async () => {
  const outcome = await tapThrough(async (run) => {
    await run.begun(handsets * 0.4);
    await withoutRedis(lab, () => run.begun(handsets * 0.7));
  });
  expect(outcome).toMatchObject(everybody);
  expect(outcome.lost).toBeLessThanOrEqual(perSecond);
});

test('Redis is wiped: at most the buffer and the unread stream are lost, and the log says how many at most', async () => {
  let unread = 0;
  const outcome = await tapThrough(async (run) => {
    await run.begun(handsets * 0.3);
    // Nothing is recorded or set aside meanwhile, so that there is something to lose.
    const holder = await lab.database.owner.connect();
    await holder.query('begin; lock table clicks, click_spool in share row exclusive mode');
    await run.begun(handsets * 0.6);
    await wipeRedis(lab);
    const { asked, startedAt } = await run.read();
    unread = asked - (await recordedClicks(lab, { campaignId, since: startedAt })).clicks;
    await holder.query('rollback');
    holder.release();
  });
  expect(outcome).toMatchObject(everybody);
  const logged = Number(/"lost":(\d+)[^\n]*Redis was wiped/.exec(sender.output)?.[1]);
  expect(outcome.lost).toBeLessThanOrEqual(Math.min(logged, unread));
  expect(outcome.lost).toBeGreaterThan(0);
});

test('PostgreSQL is away: links that were tapped lead on, others answer 503, and no click is lost or doubled', async () => {
  const outcome = await tapThrough(async (run) => {
    await run.begun(handsets * 0.3);
    const { cached, cold } = await twoLinks();
    await withoutPostgres(lab, async () => {
      expect(await ask(cached)).toEqual({ status: 302, retryAfter: null });
      expect(await ask(cold)).toEqual(unavailable);
      await run.begun(handsets * 0.8);
    });
    expect(await ask(cold)).toEqual({ status: 302, retryAfter: null });
  });
  expect(outcome).toMatchObject({ ...everybody, lost: 0 });
});

test('Redis and PostgreSQL are away: 503 for all, and everybody is led on afterwards; no click is lost or doubled', async () => {
  const outcome = await tapThrough(async (run) => {
    await run.begun(handsets * 0.3);
    const { cached } = await twoLinks();
    await withRedisFrozen(lab, () =>
      withoutPostgres(lab, async () => {
        expect(await ask(cached)).toEqual(unavailable);
        await run.begun(handsets * 0.6);
      }),
    );
  });
  expect(outcome).toMatchObject({ ...everybody, lost: 0 });
  expect(outcome.byStatus['503']).toBeGreaterThan(0);
});

test('the redirect process is asked to end and started again: no click is lost or doubled', async () => {
  const outcome = await tapThrough(async (run) => {
    await run.begun(handsets * 0.3);
    expect(await shortener.end('SIGTERM')).toMatchObject({ code: 0 });
    shortener = await lab.start('shortener');
  });
  expect(outcome).toMatchObject({ ...everybody, lost: 0 });
  expect(outcome.refused).toBeGreaterThan(0);
});
