import { authAccounts, members, users } from '@sms-crm/db/tables/access';
import type { Transaction } from '@sms-crm/db/transaction';

export type NewUser = {
  name: string;
  /** Stored in lower case; their address counts as proven, since whoever adds them vouches for it. */
  email: string;
  /** Made by the hasher of sign-in; null for people who sign in by link alone. */
  passwordHash: string | null;
  /** Whether they stand above tenants: whoever set the installation up does. */
  platformAdmin?: boolean;
};

/** Adds a person who can sign in, in a transaction of the system role. */
export async function addUser(db: Transaction, input: NewUser): Promise<{ userId: string }> {
  const [user] = await db
    .insert(users)
    .values({
      name: input.name,
      email: input.email.toLowerCase(),
      emailVerified: true,
      platformAdmin: input.platformAdmin ?? false,
    })
    .returning({ id: users.id });
  if (user === undefined) throw new Error('the new user was not returned');
  if (input.passwordHash !== null) {
    await db.insert(authAccounts).values({
      userId: user.id,
      accountId: user.id,
      providerId: 'credential',
      password: input.passwordHash,
    });
  }
  return { userId: user.id };
}

/** Makes a user a member of a tenant, in a transaction of the system role. */
export async function addMember(
  db: Transaction,
  input: { tenantId: string; userId: string; roleId: string },
): Promise<void> {
  await db.insert(members).values(input);
}
