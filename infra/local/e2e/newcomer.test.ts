import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { campaignPage } from '@sms-crm/contracts/campaigns';
import { campaignMessagePage } from '@sms-crm/contracts/messages';
import { segmentCount, segmentPage } from '@sms-crm/contracts/segments';
import { axeFindings, openBrowser, openPage } from './kit/browser.ts';
import { ApiClient, control } from './kit/client.ts';
import { openLab, type Lab } from './kit/lab.ts';
import type { Program } from './kit/program.ts';
import { counterDrift } from './kit/recipients.ts';
import { dollars, figuresShown, grouped, openingsShown } from './newcomer/report-page.ts';
import { openShop, type Shop } from './newcomer/shop.ts';
import { moveClock } from './pages/stage.ts';

const csv = `${import.meta.dirname}/../../../packages/domain/test/fixtures/messy-2k.csv`;
const accepted = 1_665;
/** Codes of phones that do not exist (any more) or are landlines: nobody texts them again. */
const unreachableCodes = new Set(['30005', '30006']);
const bot = 'Googlebot/2.1 (+http://www.google.com/bot.html)';
const soon = { timeout: 60_000, interval: 500 };

const stats = z.object({
  received: z.number(),
  byStatus: z.record(z.string(), z.number()),
  byErrorCode: z.record(z.string(), z.number()),
  outboundPriceMicros: z.number(),
});

const texts = z.object({ items: z.array(z.object({ body: z.string() })) });

/** Texts that got their last status. */
function finals({ byStatus }: z.infer<typeof stats>): number {
  return (byStatus['delivered'] ?? 0) + (byStatus['undelivered'] ?? 0) + (byStatus['failed'] ?? 0);
}

let lab: Lab;
let shop: Shop;
let api: ApiClient;
let web: Program;
let sender: Program;
let browser: Browser;
let page: Page;
let errors: string[];
beforeAll(async () => {
  [lab, shop] = await Promise.all([openLab(), openShop()]);
  api = new ApiClient(lab);
  [web, sender] = await Promise.all([
    lab.start('web'),
    lab.start('sender'),
    lab.start('api'),
    lab.start('shortener'),
  ]);
  browser = await openBrowser();
  ({ page, errors } = await openPage(browser));
});
afterAll(async () => {
  await browser?.close();
  await shop?.close();
  await lab?.close();
});

const simulatorStats = async () => stats.parse(await control(lab, '/stats'));

async function newestCampaign() {
  const { items } = await api.call(campaignPage, 'GET', '/campaigns?limit=1');
  const [newest] = items;
  if (newest === undefined) throw new Error('there is no campaign');
  return newest;
}

/** What handsets texted, by the simulator's own log. */
async function textsFromHandsets() {
  return texts.parse(await control(lab, '/messages?limit=100&direction=inbound')).items;
}

/** Lines of a program's log with this text. */
function linesOf(program: Program, text: string): string[] {
  return program.output.split('\n').filter((line) => line.includes(text));
}

/** Writes and launches a campaign through the pages, from wherever the composer opens. */
async function writeAndLaunch(
  name: string,
  text: string,
  review: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/);
  await page.getByLabel('Campaign name').fill(name);
  await page.getByLabel('Text', { exact: true }).fill(text);
  await page.getByRole('button', { name: 'Review and launch' }).click();
  await page.waitForURL(/\/review$/);
  await review();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Launch campaign' }).click();
  const dialog = page.getByRole('dialog');
  const asked = await dialog.getByText(/^Type \d+ to confirm/).innerText();
  await dialog.getByRole('textbox').fill(asked.replace(/\D/g, ''));
  const asks: string[] = [];
  page.on('request', (request) => {
    const [, ask] = /\/(preview|launch)$/.exec(request.url()) ?? [];
    if (ask !== undefined) asks.push(ask);
  });
  await dialog.getByRole('button', { name: 'Launch now' }).dblclick();
  await page.waitForURL(/\/report$/);
  // One launch, and no preview: the review would show for a moment that a running campaign cannot be launched.
  expect(asks).toEqual(['launch']);
}

test('the owner signs in by the link and finds the way to the first import', async () => {
  await page.goto(lab.demo.signInUrl);
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('link', { name: 'Import contacts' }).click();
  await page.waitForURL(/\/contacts\/imports\/new$/);
});

test('the messy file is checked, its errors are told in words, and all accepted contacts are imported', async () => {
  await page.locator('input[type=file]').setInputFiles(csv);
  await page.getByRole('radio', { name: 'The date is in the file' }).check();
  await page.getByLabel('How they agreed').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.getByRole('button', { name: 'Import 1,665 contacts' }).dblclick();
  await page.getByRole('heading', { name: '1,665 contacts imported' }).waitFor();
  expect(await page.getByText('That did not work').count()).toBe(0);
  await page.getByText('The phone is not a number that exists').first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const contacts = await lab.database.owner.query(
    'select count(*)::int as n from contacts where tenant_id = $1',
    [lab.demo.tenant.id],
  );
  expect(contacts.rows).toEqual([{ n: accepted }]);
});

test('a campaign reaches every accepted contact, and the report says what the carrier says', async () => {
  await page.getByRole('button', { name: 'Write a campaign to these contacts' }).click();
  await writeAndLaunch(
    'Spring tasting',
    `Hi {{first_name|there}}, our tasting is on: ${shop.url} Reply STOP to opt out`,
  );
  const { id } = await newestCampaign();
  const launched = () => linesOf(web, `/api/v1/campaigns/${id}/launch`);
  await expect.poll(() => launched().length, soon).toBe(1);
  const { requestId } = z.object({ requestId: z.uuid() }).parse(JSON.parse(launched()[0] ?? ''));
  const asked = () =>
    linesOf(sender, requestId).filter((line) => line.includes('asking the carrier') && line.includes(id));
  await expect.poll(() => asked().length, soon).toBeGreaterThan(0);
  await expect.poll(async () => finals(await simulatorStats()), soon).toBe(accepted);
  await expect
    .poll(async () => (await api.report(id)).totals.delivered, soon)
    .toBe((await simulatorStats()).byStatus['delivered']);
  await expect
    .poll(async () => (await simulatorStats()).outboundPriceMicros, soon)
    .toBe((await api.report(id)).totals.costMicros);
  const [report, carrier] = [await api.report(id), await simulatorStats()];
  expect(report.campaign.status).toBe('completed');
  expect(report.totals).toMatchObject({
    audience: accepted,
    skipped: 0,
    waiting: 0,
    handedOver: carrier.received,
    delivered: carrier.byStatus['delivered'],
    undelivered: carrier.byStatus['undelivered'] ?? 0,
    failed: carrier.byStatus['failed'] ?? 0,
  });
  expect(Object.fromEntries(report.errors.map(({ code, count }) => [code, count]))).toEqual(
    carrier.byErrorCode,
  );
  expect(await counterDrift(lab)).toEqual([]);
  await page.getByText('Completed').first().waitFor();
  await expect
    .poll(() => figuresShown(page), soon)
    .toMatchObject({
      Delivered: grouped(carrier.byStatus['delivered'] ?? 0),
      'Not delivered': grouped((carrier.byStatus['undelivered'] ?? 0) + (carrier.byStatus['failed'] ?? 0)),
      'Clicks by people': '0',
      'Opt-outs': '0',
      Cost: dollars(carrier.outboundPriceMicros),
    });
  expect(await axeFindings(page)).toEqual([]);
});

test('a handset shows the text; a tap on its link and a STOP arrive in the report', async () => {
  const campaign = await newestCampaign();
  const phone = await deliveredPhone(campaign.id);
  const { page: handsets } = await openPage(browser);
  await handsets.goto(lab.addresses.simulator);
  await handsets.getByRole('searchbox', { name: 'Search handsets' }).fill(phone.slice(-7));
  const threads = handsets.locator('#threads > li');
  await expect.poll(() => threads.count(), soon).toBe(1);
  await threads.first().getByRole('link').or(threads.first().getByRole('button')).first().click();
  const link = handsets.locator('#texts a').last();
  const address = z.string().parse(await link.getAttribute('href'));
  await expect.poll(() => secondsSinceSent(phone), soon).toBeGreaterThan(tooEarlySeconds);
  const [opened] = await Promise.all([handsets.context().waitForEvent('page'), link.click()]);
  // Where the tap came from is told to the shop's own statistics.
  await opened.waitForURL(`${shop.url}?utm_source=sms&utm_medium=sms&utm_campaign=spring-tasting`);
  await (await fetch(address, { headers: { 'user-agent': bot } })).text();
  await handsets.getByRole('button', { name: 'STOP', exact: true }).click();
  await expect.poll(async () => (await textsFromHandsets()).length, soon).toBe(1);
  const [inbound, people] = [await textsFromHandsets(), shop.visitors.filter((agent) => agent !== bot)];
  const optOuts = inbound.filter(({ body }) => body === 'STOP').length;
  await expect
    .poll(async () => (await api.report(campaign.id)).totals, soon)
    .toMatchObject({ optOuts, clicksHuman: people.length, clicksAll: shop.visitors.length });
  expect({ optOuts, people: people.length, all: shop.visitors.length }).toEqual({
    optOuts: 1,
    people: 1,
    all: 2,
  });
  await expect
    .poll(() => figuresShown(page), soon)
    .toMatchObject({ 'Clicks by people': grouped(people.length), 'Opt-outs': grouped(optOuts) });
  await page.getByRole('button', { name: 'Make a segment of them' }).click();
  await page.getByRole('button', { name: 'Write to them' }).waitFor();
  const [{ filter } = { filter: {} }] = (await api.call(segmentPage, 'GET', '/segments')).items;
  expect(await api.call(segmentCount, 'POST', '/segments/count', { filter })).toEqual({
    contacts: people.length,
  });
  const textsTo = async () => {
    const query = new URLSearchParams({ limit: '50', to: phone, direction: 'outbound-api' });
    return texts.parse(await control(lab, `/messages?${query.toString()}`)).items;
  };
  await expect.poll(async () => (await textsTo()).length, soon).toBe(2);
  expect((await textsTo()).at(-1)?.body).toMatch(/^Harbor Coffee: /);
  expect(await axeFindings(handsets)).toEqual([]);
});

/** What comes sooner after a text is taken for a machine, seconds. */
const tooEarlySeconds = 3;

/** Since the carrier said that the phone's newest text went out. */
async function secondsSinceSent(phone: string): Promise<number> {
  const { rows } = await lab.database.owner.query(
    `select extract(epoch from now() - min(e.at))::float8 as seconds from message_events e
     join messages m on m.tenant_id = e.tenant_id and m.id = e.message_id
     where m.tenant_id = $1 and m.phone = $2 and e.type in ('sent', 'delivered') group by m.id order by m.id desc limit 1`,
    [lab.demo.tenant.id, phone],
  );
  return z.object({ seconds: z.number() }).parse(rows[0]).seconds;
}

/** A contact of the USA whose text arrived. */
async function deliveredPhone(campaignId: string): Promise<string> {
  const { items } = await api.call(
    campaignMessagePage,
    'GET',
    `/campaigns/${campaignId}/messages?status=delivered&limit=200`,
  );
  const phone = items.find((message) => message.to.startsWith('+1'))?.to;
  if (phone === undefined) throw new Error('no text to the USA was delivered');
  return phone;
}

test('launched at 23:00, everyone waits with reason and opening time; at 11:00 all get it but those with a reason', async () => {
  const { errors: failures } = await api.report((await newestCampaign()).id);
  const unreachable = failures
    .filter(({ code }) => unreachableCodes.has(code))
    .reduce((sum, { count }) => sum + count, 0);
  expect(unreachable).toBeGreaterThan(0);
  const skipped = 1 + unreachable;
  const before = (await simulatorStats()).received;
  await moveClock({ lab, api }, { time: '23:00' });
  await page.goto(`${lab.addresses.web}/campaigns`);
  await page.getByRole('button', { name: 'New campaign' }).click();
  await writeAndLaunch('Second', 'Hi again {{first_name|there}}', async () => {
    await page.getByRole('heading', { name: 'Who waits for their hours' }).waitFor();
    await page.getByText('For all of them it is not an hour in which they may be texted.').waitFor();
    expect(await openingsShown(page)).toBe(accepted - skipped);
  });
  const { id } = await newestCampaign();
  await expect
    .poll(async () => (await api.report(id)).waitingBy, soon)
    .toMatchObject([{ reason: 'quiet_hours', count: accepted - skipped }]);
  const { nextAt } = (await api.report(id)).waitingBy[0] ?? {};
  const why = page.getByRole('listitem').filter({ hasText: 'It is not an hour in which they may be texted' });
  await why.getByText(grouped(accepted - skipped)).waitFor();
  expect(await why.locator('time').getAttribute('datetime')).toBe(nextAt);
  expect(Date.parse(nextAt ?? '')).toBeGreaterThan(Date.now());
  expect((await simulatorStats()).received).toBe(before);
  await moveClock({ lab, api }, { addMinutes: 12 * 60 });
  await expect.poll(async () => (await api.report(id)).campaign.status, soon).toBe('completed');
  const report = await api.report(id);
  expect(report.totals).toMatchObject({ audience: accepted, skipped, handedOver: accepted - skipped });
  expect((await simulatorStats()).received - before).toBe(accepted - skipped);
  expect(Object.fromEntries(report.skippedBy.map(({ reason, count }) => [reason, count]))).toEqual({
    do_not_contact: 1,
    unreachable_phone: unreachable,
  });
  await page.getByText('On the do-not-contact list').first().waitFor();
  expect(errors).toEqual([]);
});
