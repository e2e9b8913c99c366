import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shortLinks } from '@sms-crm/db/tables/messages';
import { withTenant } from '@sms-crm/db/transaction';
import { newCode } from '../src/links/code.ts';
import { findShortLink } from '../src/links/find.ts';
import { createTestServices, type TestServices } from '../src/testing/kit.ts';
import { newSender } from './webhook-kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

test('a code is found across tenants; an address a browser must not be sent to is none', async () => {
  const sender = await newSender(services);
  const own = { campaignId: sender.campaignId, campaignLinkId: randomUUID(), messageId: randomUUID() };
  const add = async (url: string) => {
    const code = newCode();
    await withTenant(services.app, sender.tenantId, (db) =>
      db.insert(shortLinks).values({
        tenantId: sender.tenantId,
        code,
        ...own,
        messageId: randomUUID(),
        contactId: randomUUID(),
        url,
      }),
    );
    return findShortLink(services.system, code);
  };
  expect(await add('https://shop.example/café?x=ü')).toMatchObject({
    tenantId: sender.tenantId,
    campaignId: sender.campaignId,
    url: 'https://shop.example/caf%C3%A9?x=%C3%BC',
  });
  expect(await add('javascript:alert(1)')).toBeNull();
  expect(await findShortLink(services.system, newCode())).toBeNull();
});
