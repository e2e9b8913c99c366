import { eq } from 'drizzle-orm';
import { carrierAccounts } from '@sms-crm/db/tables/campaigns';
import { withSystem } from '@sms-crm/db/transaction';
import { credentialsOf, type AccountRow } from '../carrier-accounts/account-row.ts';
import { open } from '../access/seal.ts';
import type { Services } from '../context/context.ts';
import type { Carrier } from '../context/ports.ts';

/** How long an account is believed without asking again, ms: so soon a changed token counts. */
const trustedForMs = 10_000;

/** Keys kept, known and unknown; the oldest goes first. */
const mostKept = 1_000;

export type WebhookAccount = {
  tenantId: string;
  id: string;
  key: string;
  accountSid: string;
  carrier: Pick<Carrier, 'verifySignature'>;
};

type Kept = { until: number; account: Promise<WebhookAccount | undefined> };

/** Finds the carrier account behind the key of a webhook URL; remembers it for a short time. */
export class WebhookAccounts {
  readonly #services: Services;
  readonly #kept = new Map<string, Kept>();

  constructor(services: Services) {
    this.#services = services;
  }

  find(key: string): Promise<WebhookAccount | undefined> {
    const now = this.#services.clock.now().getTime();
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.until > now) return kept.account;
    const account = this.#read(key);
    this.#kept.delete(key);
    this.#kept.set(key, { until: now + trustedForMs, account });
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
    return { tenantId, id, key, accountSid, carrier: signersOf(this.#services, row) };
  }
}

/** Who signs for an account: the carrier with its token, and for a day after a rotation with the former one too. */
function signersOf({ carriers, settings, clock }: Services, row: AccountRow): WebhookAccount['carrier'] {
  const credentials = credentialsOf(settings, row);
  const { formerTokenSealed, formerTokenUntil } = row;
  const current = carriers(credentials);
  if (formerTokenSealed === null || formerTokenUntil === null) return current;
  const former = carriers({ ...credentials, authToken: open(settings, formerTokenSealed) });
  return {
    verifySignature: (request) =>
      current.verifySignature(request) || (clock.now() < formerTokenUntil && former.verifySignature(request)),
  };
}
