import type { Campaign } from '@sms-crm/contracts/campaigns';
import { draftChanges, draftFieldsOf, type DraftFields } from './draft-changes.ts';

/** A draft as it is on the screen and as it was last saved, with the version of that. */
export class DraftVersions {
  now: DraftFields;
  #saved: DraftFields;
  #savedAt: string;

  constructor(item: Campaign) {
    this.now = draftFieldsOf(item);
    this.#saved = this.now;
    this.#savedAt = item.updatedAt;
  }

  change(part: Partial<DraftFields>): void {
    this.now = { ...this.now, ...part };
  }

  /** What has to be saved, and which version that is based on; undefined when nothing. */
  unsaved(): (Partial<DraftFields> & { expectedUpdatedAt: string }) | undefined {
    const changes = draftChanges(this.#saved, this.now);
    return changes && { ...changes, expectedUpdatedAt: this.#savedAt };
  }

  /** Forgets what is not saved. */
  drop(): void {
    this.now = this.#saved;
  }

  /** These fields are saved. */
  keep(sent: DraftFields, { updatedAt }: Campaign): void {
    this.#saved = sent;
    this.#savedAt = updatedAt;
  }

  /** A later version that says the same, as after a schedule was canceled, is no other draft. */
  see(item: Campaign): void {
    const isLater = Date.parse(item.updatedAt) > Date.parse(this.#savedAt);
    const isSame = draftChanges(this.#saved, draftFieldsOf(item)) === undefined;
    if (isLater && isSame) this.#savedAt = item.updatedAt;
  }

  /** Takes what was saved elsewhere, with one's own changes on top of it or without them. */
  adopt(theirs: Campaign, keepMine: boolean): void {
    const saved = draftFieldsOf(theirs);
    this.now = keepMine ? { ...saved, ...draftChanges(this.#saved, this.now) } : saved;
    this.keep(saved, theirs);
  }
}
