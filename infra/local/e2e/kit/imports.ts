import { importSettings, importView, type ImportView } from '@sms-crm/contracts/imports';
import { waitUntil } from '../../src/wait-until.ts';
import type { ApiClient } from './client.ts';
import type { Lab } from './lab.ts';

/** Longest wait for a state, ms. */
const deadlineMs = 60_000;

/** Phones of a test: `rows` of them from `first`, each 10 digits of the area code 415. */
export type PhoneRange = { first: number; rows: number };

export function phoneOf({ first }: PhoneRange, row: number): string {
  return `+1415${String(2_000_000 + first + row)}`;
}

/** Imports files through the API and looks at what came of them. */
export class Imports {
  readonly #lab: Lab;
  readonly #api: ApiClient;

  constructor(lab: Lab, api: ApiClient) {
    this.#lab = lab;
    this.#api = api;
  }

  get(id: string): Promise<ImportView> {
    return this.#api.call(importView, 'GET', `/imports/${id}`);
  }

  /** Uploads a file of these phones and has it checked. @returns its id */
  async checked(range: PhoneRange, options: { tag: string; order?: 'last-first' }): Promise<string> {
    const numbers = Array.from({ length: range.rows }, (_, row) => row);
    if (options.order === 'last-first') numbers.reverse();
    const lines = numbers.map((row) => `${phoneOf(range, row)},Name${row},2026-02-03,gold`);
    const form = new FormData();
    form.set('file', new Blob([['Phone,First name,Opted in at,Tier', ...lines, ''].join('\n')]), 'list.csv');
    const response = await fetch(`${this.#lab.addresses.api}/v1/imports`, {
      method: 'POST',
      signal: AbortSignal.timeout(20_000),
      headers: { authorization: `Bearer ${this.#lab.demo.tenant.apiKeys['owner'] ?? ''}` },
      body: form,
    });
    const uploaded = importView.parse(await response.json());
    const settings = importSettings.parse({
      mapping: uploaded.columns.map((column) => column.guess),
      consent: { kind: 'column', source: 'web-form' },
      tags: [options.tag],
    });
    await this.#api.call(importView, 'POST', `/imports/${uploaded.id}/dry-run`, settings);
    await this.until(uploaded.id, 'checked');
    return uploaded.id;
  }

  commit(id: string): Promise<ImportView> {
    return this.#api.call(importView, 'POST', `/imports/${id}/commit`, {});
  }

  cancel(id: string): Promise<ImportView> {
    return this.#api.call(importView, 'POST', `/imports/${id}/cancel`, {});
  }

  async until(id: string, status: ImportView['status']): Promise<void> {
    await this.#reaches(id, status, (view) => view.status === status);
  }

  /**
   * Starts a commit that cannot reach its end, and waits until it is in the middle: the phones of some rows are held.
   *
   * @param rows rows that stop the batch they are in; one near the end when absent
   * @returns lets go of those phones
   */
  async commitHalfway(
    id: string,
    range: PhoneRange,
    rows: readonly number[] = [range.rows - 500],
  ): Promise<() => Promise<void>> {
    const holder = await this.#lab.database.owner.connect();
    await holder.query('begin');
    await holder.query('insert into contacts (tenant_id, phone) select $1, unnest($2::text[])', [
      this.#lab.demo.tenant.id,
      rows.map((row) => phoneOf(range, row)),
    ]);
    await this.commit(id);
    await this.#reaches(id, 'in the middle', (view) => view.contactsWritten > 0);
    return async () => {
      await holder.query('rollback');
      holder.release();
    };
  }

  async #reaches(id: string, what: string, is: (view: ImportView) => boolean): Promise<void> {
    const look = async () => {
      const view = await this.get(id);
      if (!is(view)) throw new Error(`it is ${view.status} with ${view.contactsWritten} contacts written`);
    };
    await waitUntil(look, { what: `import ${id}, ${what},`, deadlineMs, everyMs: 50 });
  }

  /** Has the sweep take an import for abandoned now instead of in half a minute. */
  async age(id: string): Promise<void> {
    await this.#lab.database.owner.query(
      `update imports set (created_at, offered_at, progress_at) =
         (now() - interval '1 minute', now() - interval '1 minute', now() - interval '1 minute') where id = $1`,
      [id],
    );
  }

  /** What stands in the database of an import: its contacts, people of them, evidence, people with evidence, tags. */
  async written(id: string, tag: string): Promise<Record<string, number>> {
    const { rows } = await this.#lab.database.owner.query<Record<string, number>>(
      `select (select count(*)::int from contacts where import_id = $1) as contacts,
         (select count(distinct phone)::int from contacts where import_id = $1) as phones,
         (select count(*)::int from consent_events where import_id = $1) as evidence,
         (select count(distinct contact_id)::int from consent_events where import_id = $1) as agreed,
         (select count(*)::int from contact_tags where tag = $2) as tagged`,
      [id, tag],
    );
    return rows[0] ?? {};
  }
}
