import { afterAll, beforeAll, expect, test } from 'vitest';
import { open, seal } from '../src/access/seal.ts';
import { resealTokens } from '../src/carrier-accounts/reseal.ts';
import { createTestServices, newTenant, testSettings, type TestServices } from '../src/testing/kit.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.close());

const encryptionKey = Buffer.alloc(32, 9).toString('base64');

test('a new key seals the tokens of every tenant anew, once', async () => {
  const { owner } = services.database;
  for (const token of ['first', 'second']) {
    const { tenantId } = await newTenant(services);
    await owner.query(
      `insert into carrier_accounts (tenant_id, key, carrier, name, account_sid, auth_token_sealed, former_token_sealed)
        values ($1, gen_random_uuid()::text, 'twilio', $2, 'AC1', $3, $4)`,
      [tenantId, token, seal(testSettings, token), seal(testSettings, `former ${token}`)],
    );
  }
  const settings = { ...testSettings, encryptionKey, formerEncryptionKey: testSettings.encryptionKey };
  expect(await resealTokens({ system: services.system, settings })).toBe(2);
  expect(await resealTokens({ system: services.system, settings })).toBe(0);
  const { rows } = await owner.query<{ name: string; token: string; former: string }>(
    'select name, auth_token_sealed as token, former_token_sealed as former from carrier_accounts order by name',
  );
  const alone = { ...testSettings, encryptionKey };
  expect(rows.map(({ token, former }) => [open(alone, token), open(alone, former)])).toEqual([
    ['first', 'former first'],
    ['second', 'former second'],
  ]);
});
