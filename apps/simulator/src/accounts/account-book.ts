import type { Account, AccountInput } from './account.ts';
import type { SendingNumber } from './number.ts';

/** Accounts kept; a simulator of one installation needs a handful. */
const mostAccounts = 1_000;

/** Numbers one account can have. */
const mostNumbers = 1_000;

/** Why an account can't be kept, in words for the caller of the control API. */
export class AccountRefused extends Error {
  override readonly name = 'AccountRefused';
}

/** The accounts that may send, and who owns which number. */
export class AccountBook {
  readonly #bySid = new Map<string, Account>();
  readonly #byNumber = new Map<string, Account>();

  get(sid: string): Account | undefined {
    return this.#bySid.get(sid);
  }

  /** The account and number behind the phone a handset texts to. */
  owner(phone: string): { account: Account; number: SendingNumber } | undefined {
    const account = this.#byNumber.get(phone);
    const number = account?.numbers.get(phone);
    return account === undefined || number === undefined ? undefined : { account, number };
  }

  list(): Account[] {
    return [...this.#bySid.values()];
  }

  /**
   * Adds an account or replaces the one with its SID, numbers and all.
   *
   * @throws AccountRefused when a number belongs to another account or too many accounts are kept
   */
  put(input: AccountInput, nowMs: number): Account {
    const former = this.#bySid.get(input.sid);
    if (former === undefined && this.#bySid.size >= mostAccounts) {
      throw new AccountRefused(`The simulator keeps at most ${mostAccounts} accounts; reset some first.`);
    }
    const taken = input.numbers.find(({ phone }) => {
      const owner = this.#byNumber.get(phone);
      return owner !== undefined && owner.sid !== input.sid;
    });
    if (taken !== undefined) {
      throw new AccountRefused(`${taken.phone} belongs to another account; give this one other numbers.`);
    }
    const account = build(input, former?.createdAtMs ?? nowMs);
    for (const phone of former?.numbers.keys() ?? []) this.#byNumber.delete(phone);
    for (const phone of account.numbers.keys()) this.#byNumber.set(phone, account);
    this.#bySid.set(account.sid, account);
    return account;
  }

  /** Adds a number or changes one; false when somebody else has it or the account has too many. */
  putNumber(account: Account, number: SendingNumber): boolean {
    const owner = this.#byNumber.get(number.phone);
    if (owner !== undefined && owner !== account) return false;
    if (owner === undefined && account.numbers.size >= mostNumbers) return false;
    account.numbers.set(number.phone, number);
    this.#byNumber.set(number.phone, account);
    return true;
  }

  /** Gives a number back; from now on it is nobody's. */
  release(account: Account, phone: string): void {
    account.numbers.delete(phone);
    this.#byNumber.delete(phone);
  }

  clear(): void {
    this.#bySid.clear();
    this.#byNumber.clear();
  }
}

function build(input: AccountInput, createdAtMs: number): Account {
  const credentials = Buffer.from(`${input.sid}:${input.token}`).toString('base64');
  return {
    ...input,
    authorization: Buffer.from(`Basic ${credentials}`),
    numbers: new Map(input.numbers.map((number) => [number.phone, number])),
    services: new Map(input.services.map((service) => [service.sid, service])),
    createdAtMs,
  };
}
