import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { RequestSlots } from '@sms-crm/domain/sending/request-slots';

/** Passwords computed at once. All of Node's four threads would keep new database connections, which need one to sign in, waiting behind a burst. */
const atOnce = new RequestSlots(2);
const whose = { id: 'passwords', isFirst: false };

/** Makes and compares hashes of passwords (scrypt), a few at a time. */
export const passwords = {
  hash: (password: string): Promise<string> => atOnce.run(whose, () => hashPassword(password)),
  verify: ({ hash, password }: { hash: string; password: string }): Promise<boolean> =>
    atOnce.run(whose, () => verifyPassword({ hash, password })),
};
