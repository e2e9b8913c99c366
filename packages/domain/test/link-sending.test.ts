import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CreateCampaign } from '@sms-crm/contracts/campaigns';
import { createCampaign } from '../src/campaigns/create.ts';
import { launchCampaign } from '../src/campaigns/launch.ts';
import { previewCampaign } from '../src/campaigns/preview.ts';
import { updateCampaign } from '../src/campaigns/update.ts';
import type { Context } from '../src/context/context.ts';
import { createLinkDomain } from '../src/link-domains/create.ts';
import { deleteLinkDomain } from '../src/link-domains/delete.ts';
import { listLinkDomains } from '../src/link-domains/list.ts';
import { makeDefaultLinkDomain } from '../src/link-domains/make-default.ts';
import { verifyLinkDomain } from '../src/link-domains/verify.ts';
import { watchLinkDomains } from '../src/link-domains/watch.ts';
import { putLinkSettings } from '../src/links/settings.ts';
import { proofOf } from '../src/net/installation-proof.ts';
import { readOverview } from '../src/reports/overview.ts';
import { createTestServices, newContext, testSettings, type TestServices } from '../src/testing/kit.ts';
import { addContacts, giveNumber, ScriptedCarrier, TestSender } from './sending-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

/** The world outside: DNS with the given TXT records, and hosts that lead to this installation. */
function world(records: Record<string, string>, hosts: readonly string[] = []): void {
  services.setup.outside = {
    addressesOf: async (host) => (hosts.includes(host) ? ['93.184.215.14'] : []),
    txtRecordsOf: async (name) => (records[name] === undefined ? [] : ['other', records[name]]),
    get: async (url) => {
      const nonce = new URL(url).searchParams.get('nonce') ?? '';
      return { status: 200, body: JSON.stringify({ proof: proofOf(testSettings, nonce) }) };
    },
  };
}

async function scene(contacts = 2) {
  services.jobs.length = 0;
  const ctx = await newContext(services);
  const carrier = new ScriptedCarrier();
  services.carrier.current = carrier;
  await giveNumber(ctx);
  await addContacts(ctx, contacts);
  return { ctx, carrier, sender: new TestSender(services, ctx) };
}

async function draft(ctx: Context, more: Partial<CreateCampaign>): Promise<string> {
  const base = { name: 'Spring', template: '', audience: { type: 'all' as const }, numberId: null };
  return (await createCampaign(ctx, { ...base, ...more, addBrand: false, addOptOut: false })).id;
}

type LinkRow = {
  code: string;
  url: string;
  message_id: string | null;
  expires_at: Date | null;
  host: string | null;
};

async function linksOf(ctx: Context): Promise<LinkRow[]> {
  const { rows } = await services.database.owner.query<LinkRow>(
    `select s.code, s.url, s.message_id, s.expires_at, d.host from short_links s
     left join link_domains d on d.id = s.domain_id where s.tenant_id = $1 order by s.id`,
    [ctx.tenantId],
  );
  return rows;
}

async function sent(ctx: Context, id: string, sender: TestSender): Promise<LinkRow[]> {
  await services.database.owner.query(`update campaigns set footer_waived_by = 'test' where id = $1`, [id]);
  await launchCampaign(ctx, { id });
  await sender.drain();
  return linksOf(ctx);
}

/** A verified domain of the tenant that new links live on. */
async function giveDomain(ctx: Context, host: string): Promise<string> {
  const { id, record } = await createLinkDomain(ctx, { host });
  world({ [record.name]: record.value }, [host]);
  await verifyLinkDomain(ctx, { id });
  await makeDefaultLinkDomain(ctx, { id });
  return id;
}

test('a link nobody may follow is refused as it is saved, and one still being typed as it is launched', async () => {
  const { ctx } = await scene();
  for (const template of [
    'Sale http://10.0.0.1/x',
    'Sale https://bit.ly/x now',
    'http://sho.test/abc',
    'https://shop today',
  ]) {
    await expect(draft(ctx, { template })).rejects.toMatchObject({ code: 'invalid_input' });
  }
  const id = await draft(ctx, { template: 'Sale https://shop' });
  const change = { template: 'Sale https://user@shop.com/' };
  await expect(updateCampaign(ctx, { id, change })).rejects.toMatchObject({
    fields: [{ field: 'template' }],
  });
  const { blockers } = await previewCampaign(ctx, { id });
  expect(blockers.map(({ code }) => code)).toContain('unsafe_link');
  await expect(launchCampaign(ctx, { id })).rejects.toMatchObject({ code: 'blocked' });
});

test('a link that becomes unsafe by a recipient’s values, or after the launch, is not sent', async () => {
  const { ctx, carrier, sender } = await scene(1);
  const id = await draft(ctx, { template: 'Sale https://{{first_name}}/x' });
  await services.database.owner.query(`update contacts set first_name = '10.0.0.1' where tenant_id = $1`, [
    ctx.tenantId,
  ]);
  await services.database.owner.query(
    `insert into contacts (tenant_id, phone, first_name, country, consent) values ($1, '+14155559999', 'shop.com', 'US', 'granted')`,
    [ctx.tenantId],
  );
  const links = await sent(ctx, id, sender);
  expect(links.map(({ url }) => new URL(url).host)).toEqual(['shop.com']);
  expect(carrier.requests).toHaveLength(1);
  const { rows } = await services.database.owner.query(
    `select reason from messages where tenant_id = $1 and status = 'skipped'`,
    [ctx.tenantId],
  );
  expect(rows).toEqual([{ reason: 'unsafe_link' }]);
});

test('each recipient has a code, with the UTM parameters and the end that the campaign or the settings say', async () => {
  const { ctx, carrier, sender } = await scene(2);
  await putLinkSettings(ctx, { allowHosts: ['shop.com'], expireDays: 30, addUtm: true });
  const links = await sent(ctx, await draft(ctx, { template: 'Sale https://shop.com/s' }), sender);
  expect(new Set(links.map(({ code }) => code)).size).toBe(2);
  expect(carrier.requests.map(({ body }) => body).toSorted()).toEqual(
    links.map(({ code }) => `Sale http://sho.test/${code}`).toSorted(),
  );
  expect(links[0]).toMatchObject({
    url: 'https://shop.com/s?utm_source=sms&utm_medium=sms&utm_campaign=spring',
  });
  const days = ((links[0]?.expires_at?.getTime() ?? 0) - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(30);
  await expect(draft(ctx, { template: 'https://other.com/ ' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  const own = await draft(ctx, { template: 'https://shop.com/t', addUtm: false, linkDays: 1 });
  const [last] = (await sent(ctx, own, sender)).slice(-1);
  expect(last?.url).toBe('https://shop.com/t');
  expect(Math.round(((last?.expires_at?.getTime() ?? 0) - Date.now()) / 86_400_000)).toBe(1);
});

test('recipients may share one code, which is made at the launch; a personal link cannot be shared', async () => {
  const { ctx, carrier, sender } = await scene(3);
  const personal = await draft(ctx, { template: 'https://shop.com/{{first_name}}', linkCodes: 'campaign' });
  expect((await previewCampaign(ctx, { id: personal })).blockers.map(({ code }) => code)).toContain(
    'personal_link',
  );
  const links = await sent(
    ctx,
    await draft(ctx, { template: 'Sale https://shop.com/s', linkCodes: 'campaign' }),
    sender,
  );
  expect(links).toMatchObject([{ message_id: null }]);
  const bodies = new Set(carrier.requests.map(({ body }) => body));
  expect([carrier.requests.length, ...bodies]).toEqual([3, `Sale http://sho.test/${links[0]?.code}`]);
});

test('a domain is used once its owner has shown it to be theirs; previews and texts are as long as its links', async () => {
  const { ctx, carrier, sender } = await scene(1);
  const { id, record, state } = await createLinkDomain(ctx, { host: 'go.harbor.com' });
  expect([state, record.name]).toEqual(['unverified', '_sms-crm.go.harbor.com']);
  await expect(makeDefaultLinkDomain(ctx, { id })).rejects.toMatchObject({ code: 'wrong_state' });
  world({});
  await expect(verifyLinkDomain(ctx, { id })).rejects.toMatchObject({ code: 'blocked' });
  world({ [record.name]: 'something else' });
  await expect(verifyLinkDomain(ctx, { id })).rejects.toThrow('add a TXT record _sms-crm.go.harbor.com');
  world({ [record.name]: record.value });
  const verified = await verifyLinkDomain(ctx, { id });
  expect(verified.problem).toContain('go.harbor.com has no address');
  world({ [record.name]: record.value }, ['go.harbor.com']);
  expect(await verifyLinkDomain(ctx, { id })).toMatchObject({ state: 'healthy', problem: null });
  await makeDefaultLinkDomain(ctx, { id });
  const campaign = await draft(ctx, { template: 'Sale https://shop.com/s' });
  const { samples } = await previewCampaign(ctx, { id: campaign });
  const [link] = await sent(ctx, campaign, sender);
  const [text] = carrier.requests;
  expect(text?.body).toBe(`Sale https://go.harbor.com/${link?.code}`);
  expect(samples[0]?.body).toHaveLength(text?.body.length ?? 0);
  expect(link?.host).toBe('go.harbor.com');
});

test('nobody gets a host that is the installation’s, everybody’s, or shown to be somebody else’s', async () => {
  const [{ ctx }, other] = [await scene(), await newContext(services)];
  for (const host of ['sho.test', 'api.test', 'bit.ly', 'router.lan']) {
    await expect(createLinkDomain(ctx, { host })).rejects.toMatchObject({ code: 'invalid_input' });
  }
  await giveDomain(ctx, 'go.first.com');
  await expect(createLinkDomain(ctx, { host: 'go.first.com' })).rejects.toMatchObject({
    code: 'already_exists',
  });
  const { id, record } = await createLinkDomain(other, { host: 'go.first.com' });
  world({ [record.name]: record.value }, ['go.first.com']);
  await expect(verifyLinkDomain(other, { id })).rejects.toMatchObject({ code: 'conflict' });
});

test('there is one default, and without it links live on the installation’s host', async () => {
  const { ctx } = await scene();
  const first = await giveDomain(ctx, 'go.one.com');
  const second = await giveDomain(ctx, 'go.two.com');
  const { domains } = await listLinkDomains(ctx);
  expect(domains.map(({ host, isDefault }) => [host, isDefault])).toEqual([
    ['go.one.com', false],
    ['go.two.com', true],
  ]);
  await Promise.all([first, second].map((id) => makeDefaultLinkDomain(ctx, { id })));
  expect((await listLinkDomains(ctx)).domains.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  for (const id of [first, second]) await deleteLinkDomain(ctx, { id });
  const preview = await previewCampaign(ctx, {
    id: await draft(ctx, { template: 'Sale https://shop.com/s' }),
  });
  expect(preview.samples[0]?.body).toMatch(/^Sale http:\/\/sho\.test\//);
});

test('a domain that stops leading here is told about after three looks, and before a launch', async () => {
  const { ctx } = await scene();
  await giveDomain(ctx, 'go.failing.com');
  await services.database.owner.query(`delete from link_domains where tenant_id <> $1`, [ctx.tenantId]);
  const signal = new AbortController().signal;
  const campaign = await draft(ctx, { template: 'Sale https://shop.com/s' });
  const warnings = async () =>
    (await previewCampaign(ctx, { id: campaign })).warnings.map(({ code }) => code);
  world({});
  for (const _look of [1, 2])
    expect(await watchLinkDomains(services, { signal })).toEqual({ looked: 1, failing: 1 });
  expect(await warnings()).not.toContain('link_domain_failing');
  expect((await readOverview(ctx, {})).troubles).toEqual([]);
  await watchLinkDomains(services, { signal });
  expect(await warnings()).toContain('link_domain_failing');
  expect((await readOverview(ctx, {})).troubles).toMatchObject([
    { code: 'link_domain_failing', detail: expect.stringContaining('go.failing.com') as unknown },
  ]);
  expect((await listLinkDomains(ctx)).domains).toMatchObject([{ state: 'failing', isDefault: true }]);
  world({}, ['go.failing.com']);
  await watchLinkDomains(services, { signal });
  expect(await warnings()).not.toContain('link_domain_failing');
});

test('many links on a domain that is new to carriers are warned about for three days', async () => {
  const { ctx } = await scene(501);
  const id = await giveDomain(ctx, 'go.fresh.com');
  const campaign = await draft(ctx, { template: 'Sale https://shop.com/s' });
  const warnings = async () =>
    (await previewCampaign(ctx, { id: campaign })).warnings.map(({ code }) => code);
  expect(await warnings()).toContain('new_link_domain');
  await services.database.owner.query(
    `update link_domains set verified_at = now() - interval '3 days' where id = $1`,
    [id],
  );
  expect(await warnings()).not.toContain('new_link_domain');
});
