import { eq } from 'drizzle-orm';
import { seededRoleKeys } from '@sms-crm/contracts/permissions';
import { apiKeys, roles, tenants } from '@sms-crm/db/tables/access';
import { carrierAccounts, sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { carrierRegistrations } from '@sms-crm/db/tables/sending';
import { withSystem, withTenant, type Transaction } from '@sms-crm/db/transaction';
import { addMember } from '@sms-crm/domain/access/add-user';
import { hashKey, keyPrefix } from '@sms-crm/domain/access/authenticate-key';
import { seal } from '@sms-crm/domain/access/seal';
import { createTenant } from '@sms-crm/domain/tenants/create';
import type pg from 'pg';
import { demoSecret } from './demo-secrets.ts';
import { demoPlace, type DemoNumber } from './demo-tenants.ts';

/** What a seeded tenant is known by afterwards. */
export type SeededTenant = {
  id: string;
  name: string;
  apiKeys: Record<string, string>;
  carrierAccount: { key: string; sid: string; token: string; numbers: readonly DemoNumber[] };
};

export type TenantSeed = { name: string; helpContact: string; numbers: readonly DemoNumber[] };

type Pools = { app: pg.Pool; system: pg.Pool };
type Secrets = { installation: string; encryptionKey: string };

/** Makes a demo tenant with its roles, keys, carrier account and numbers; one that is there already is left as it is. */
export async function seedTenant(
  pools: Pools,
  secrets: Secrets,
  seed: TenantSeed,
  ownerId: string | null,
): Promise<SeededTenant> {
  const keys = Object.fromEntries(seededRoleKeys.map((role) => [role, keyOf(secrets, seed.name, role)]));
  const account = accountOf(secrets, seed);
  const id = await withSystem(pools.system, async (db) => {
    const found = await findTenant(db, keys['owner'] ?? '');
    if (found !== undefined) return found;
    const { tenantId, roleIds } = await createTenant(db, {
      name: seed.name,
      brandName: seed.name,
      helpContact: seed.helpContact,
      ...demoPlace,
    });
    const ownerRole = roleIds['owner'];
    if (ownerId !== null && ownerRole !== undefined) {
      await addMember(db, { tenantId, userId: ownerId, roleId: ownerRole });
    }
    return tenantId;
  });
  await withTenant(pools.app, id, async (db) => {
    await addKeys(db, id, keys);
    await addAccount(db, id, seal(secrets, account.token), account);
  });
  return { id, name: seed.name, apiKeys: keys, carrierAccount: account };
}

function keyOf(secrets: Secrets, tenant: string, role: string): string {
  return `${keyPrefix}${demoSecret(secrets.installation, `${tenant} ${role}`).subarray(0, 24).toString('base64url')}`;
}

function accountOf(secrets: Secrets, seed: TenantSeed): SeededTenant['carrierAccount'] {
  const secret = (purpose: string) =>
    demoSecret(secrets.installation, `${seed.name} ${purpose}`).toString('hex');
  return {
    key: secret('webhook key').slice(0, 24),
    sid: `AC${secret('account sid').slice(0, 32)}`,
    token: secret('auth token').slice(0, 32),
    numbers: seed.numbers,
  };
}

async function findTenant(db: Transaction, ownerKey: string): Promise<string | undefined> {
  const [row] = await db
    .select({ tenantId: apiKeys.tenantId })
    .from(apiKeys)
    .innerJoin(tenants, eq(tenants.id, apiKeys.tenantId))
    .where(eq(apiKeys.keyHash, hashKey(ownerKey)));
  return row?.tenantId;
}

async function addKeys(db: Transaction, tenantId: string, keys: Record<string, string>): Promise<void> {
  const made = await db.select({ id: roles.id, key: roles.key }).from(roles);
  const rows = made.flatMap((role) => {
    const key = keys[role.key];
    if (key === undefined) return [];
    return [
      {
        tenantId,
        name: `Demo ${role.key}`,
        prefix: key.slice(0, keyPrefix.length + 6),
        keyHash: hashKey(key),
        roleId: role.id,
        createdBy: 'demo ground',
      },
    ];
  });
  await db.insert(apiKeys).values(rows).onConflictDoNothing();
}

async function addAccount(
  db: Transaction,
  tenantId: string,
  authTokenSealed: string,
  account: SeededTenant['carrierAccount'],
): Promise<void> {
  const [existing] = await db
    .select({ id: carrierAccounts.id })
    .from(carrierAccounts)
    .where(eq(carrierAccounts.key, account.key));
  if (existing !== undefined) return;
  const [made] = await db
    .insert(carrierAccounts)
    .values({
      tenantId,
      key: account.key,
      carrier: 'twilio',
      name: 'Carrier simulator',
      accountSid: account.sid,
      authTokenSealed,
    })
    .returning({ id: carrierAccounts.id });
  if (made === undefined) throw new Error('the carrier account was not returned');
  const own = { tenantId, carrierAccountId: made.id };
  const [programme] = await db
    .insert(carrierRegistrations)
    .values({ ...own, kind: 'short-code', name: 'Demo programme', status: 'approved', transactional: true })
    .returning({ id: carrierRegistrations.id });
  await db.insert(sendingNumbers).values(
    account.numbers.map((number) => ({
      ...number,
      ...own,
      registrationId: number.type === 'short-code' ? (programme?.id ?? null) : null,
    })),
  );
}
