import { createHmac, randomBytes } from 'node:crypto';
import { createCarrierLookup } from '@sms-crm/carriers/lookup';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { withTenant } from '@sms-crm/db/transaction';
import { seal } from '@sms-crm/domain/access/seal';
import type { AppOptions } from '../src/app.ts';
import { createTestApp, newTenantKeys, type TestApp } from './kit.ts';

/** The public address of the test installation. */
export const base = 'http://api.test';
export const authToken = 'a-token-of-the-tests';

/** The API with carriers that check signatures by the SDK. */
export async function openDoor(options: Partial<AppOptions> = {}): Promise<TestApp> {
  const kit = await createTestApp(options);
  const carriers = createCarrierLookup({
    baseUrl: 'http://127.0.0.1:9',
    connections: 1,
    requestTimeoutMs: 1_000,
  });
  kit.services.carriers = carriers.lookup;
  return {
    ...kit,
    close: async () => {
      await kit.close();
      await carriers.close();
    },
  };
}

/** Twilio's published algorithm, written here once more. */
export function sign(token: string, url: string, params: Record<string, string>): string {
  const text = Object.keys(params)
    .toSorted()
    .reduce((sum, key) => sum + key + params[key], url);
  return createHmac('sha1', token).update(text).digest('base64');
}

/** Adds a carrier account, to a tenant of its own where none is named. */
export async function newAccount(
  { services }: TestApp,
  options: { tenant?: Awaited<ReturnType<typeof newTenantKeys>>; token?: string; name?: string } = {},
) {
  const tenant = options.tenant ?? (await newTenantKeys(services));
  const { tenantId, keys } = tenant;
  const account = { key: randomBytes(8).toString('hex'), accountSid: `AC${randomBytes(16).toString('hex')}` };
  await withTenant(services.app, tenantId, (db) =>
    db.insert(carrierAccounts).values({
      tenantId,
      ...account,
      carrier: 'twilio',
      name: options.name ?? 'Test',
      authTokenSealed: seal(services.settings, options.token ?? authToken),
    }),
  );
  return { tenantId, keys, tenant, ...account };
}

export type Account = Awaited<ReturnType<typeof newAccount>>;

export const sid = () => `SM${randomBytes(16).toString('hex')}`;

export const statusOf = (account: Account, more: Record<string, string> = {}): Record<string, string> => ({
  AccountSid: account.accountSid,
  MessageSid: sid(),
  MessageStatus: 'delivered',
  SmsStatus: 'delivered',
  ANewField: 'of next year',
  ...more,
});

export const textOf = (account: Account, more: Record<string, string> = {}): Record<string, string> => ({
  AccountSid: account.accountSid,
  MessageSid: sid(),
  From: '+14155552671',
  To: '+12025550101',
  Body: '  Hello & goodbye +1 😀  ',
  NumSegments: '1',
  ...more,
});

export type PostOptions = {
  signedUrl?: string;
  token?: string;
  headers?: Record<string, string>;
  body?: string;
};

/** Posts a form as the carrier does; what is signed can differ from what is sent. */
export async function post(
  { app }: TestApp,
  path: string,
  params: Record<string, string>,
  options: PostOptions = {},
) {
  const url = options.signedUrl ?? `${base}${path}`;
  const response = await app.inject({
    method: 'POST',
    url: path,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': sign(options.token ?? authToken, url, params),
      ...options.headers,
    },
    payload: options.body ?? new URLSearchParams(params).toString(),
  });
  const problem = response.body.startsWith('{')
    ? response.json<{ code: string; detail: string }>()
    : undefined;
  return {
    status: response.statusCode,
    body: response.body,
    code: problem?.code,
    detail: problem?.detail,
    headers: response.headers,
  };
}

/** The webhooks of an account that were stored. */
export async function stored(
  { services }: TestApp,
  { tenantId }: Account,
): Promise<Record<string, unknown>[]> {
  const { rows } = await services.database.owner.query<Record<string, unknown>>(
    'select kind, dedupe_key, message_id, attempt, params from webhook_events where tenant_id = $1 order by id',
    [tenantId],
  );
  return rows;
}

/** Says that the account had another token, which is accepted for so long. */
export async function keepFormer({ services }: TestApp, account: Account, forLong: string): Promise<void> {
  await services.database.owner.query(
    `update carrier_accounts set former_token_sealed = $2, former_token_until = now() + $3::interval
     where tenant_id = $1 and key = $4`,
    [account.tenantId, seal(services.settings, 'former-token'), forLong, account.key],
  );
}
