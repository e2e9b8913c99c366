import { eq } from 'drizzle-orm';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { withSystem } from '@sms-crm/db/transaction';
import { credentialsOf, type AccountRow } from '../carrier-accounts/account-row.ts';
import { open } from '../access/seal.ts';
import type { Services } from '../context/context.ts';
import type { Carrier } from '../context/ports.ts';

/** How long an account is believed without asking again while its signatures fit, ms. */
const trustedForMs = 10_000;

/** Where signatures do not fit, its token may have changed: it is asked for again, but not more often than this, ms. */
const renewedEachMs = 1_000;

/** Keys kept, known and unknown; the oldest goes first. */
const mostKept = 1_000;

/** What keys look like; nothing else is asked for. */
const keyPattern = /^[\w-]{1,100}$/;

export type Signer = Pick<Carrier, 'verifySignature'>;

export type WebhookAccount = {
  tenantId: string;
  id: string;
  key: string;
  accountSid: string;
  /** The carrier with the account's token, and for a day after a rotation with the former one too. */
  signer: Signer;
  /** The carrier with the former token, however long ago; null where there was none. */
  former: Signer | null;
};

type Kept = { until: number; renewFrom: number; account: Promise<WebhookAccount | undefined> };

/** Finds the carrier account behind the key of a webhook URL; remembers it for a short time. */
export class WebhookAccounts {
  readonly #services: Services;
  readonly #kept = new Map<string, Kept>();

  constructor(services: Services) {
    this.#services = services;
  }

  async find(key: string): Promise<WebhookAccount | undefined> {
    if (!keyPattern.test(key)) return undefined;
    const now = this.#services.clock.now().getTime();
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.until > now) return kept.account;
    return this.#keep(key, { until: now + trustedForMs, renewFrom: now });
  }

  /** The account behind a key as it stands now, when a signature does not fit. */
  async renew(key: string): Promise<WebhookAccount | undefined> {
    const now = this.#services.clock.now().getTime();
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.renewFrom > now) return kept.account;
    return this.#keep(key, { until: now + trustedForMs, renewFrom: now + renewedEachMs });
  }

  #keep(key: string, times: Omit<Kept, 'account'>): Promise<WebhookAccount | undefined> {
    const account = this.#read(key);
    this.#kept.delete(key);
    this.#kept.set(key, { ...times, account });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    account.catch(() => this.#kept.delete(key));
    return account;
  }

  async #read(key: string): Promise<WebhookAccount | undefined> {
    const { system } = this.#services;
    const [row] = await withSystem(system, (db) =>
      db.select().from(carrierAccounts).where(eq(carrierAccounts.key, key)),
    );
    if (row === undefined) return undefined;
    const { tenantId, id, accountSid } = row;
    return { tenantId, id, key, accountSid, ...signersOf(this.#services, row) };
  }
}

function signersOf(
  { carriers, settings, clock }: Services,
  row: AccountRow,
): Pick<WebhookAccount, 'signer' | 'former'> {
  const credentials = credentialsOf(settings, row);
  const { formerTokenSealed, formerTokenUntil } = row;
  const current = carriers(credentials);
  if (formerTokenSealed === null || formerTokenUntil === null) return { signer: current, former: null };
  const former = carriers({ ...credentials, authToken: open(settings, formerTokenSealed) });
  const signer: Signer = {
    verifySignature: (request) =>
      current.verifySignature(request) || (clock.now() < formerTokenUntil && former.verifySignature(request)),
  };
  return { signer, former };
}
