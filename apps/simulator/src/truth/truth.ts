import type { Message } from '../messages/message.ts';
import { AcceptedList } from './accepted-list.ts';
import { PhoneTable } from './phone-table.ts';

/** Phones and texts kept in compact form; beyond it only totals count. */
const mostPhones = 4_000_000;
const mostAccepted = 4_000_000;

/**
 * What really happened, for tests that prove the product right: how many texts each phone was sent, what all
 * of it cost, and which texts were taken, long after the log dropped them.
 */
export class Truth {
  phones = new PhoneTable(mostPhones);
  accepted = new AcceptedList(mostAccepted);
  acceptedTexts = 0;
  acceptedParts = 0;
  chargedMicros = 0n;
  /** Phones that were sent more than one text. */
  phonesWithMore = 0;
  /** Texts to phones there was no room for. */
  uncountedTexts = 0;

  /** Notes a text an account created. */
  accept(message: Message, position: number): void {
    this.acceptedTexts += 1;
    this.acceptedParts += message.parts;
    const times = this.phones.accept(message.to);
    if (times === undefined) this.uncountedTexts += 1;
    if (times === 2) this.phonesWithMore += 1;
    this.accepted.add(message, position);
  }

  charge(phone: string, micros: number): void {
    this.chargedMicros += BigInt(micros);
    this.phones.charge(phone, micros);
  }

  clear(): void {
    this.phones = new PhoneTable(mostPhones);
    this.accepted = new AcceptedList(mostAccepted);
    this.acceptedTexts = 0;
    this.acceptedParts = 0;
    this.chargedMicros = 0n;
    this.phonesWithMore = 0;
    this.uncountedTexts = 0;
  }
}
