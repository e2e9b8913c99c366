import type { z } from 'zod';
import { campaign, campaignReport, type CampaignReport } from '@sms-crm/contracts/campaigns';
import type { Lab } from './lab.ts';

/** Longest wait for one answer, ms. */
const answerMs = 20_000;

/** Talks to the API of a lab with the demo owner's key. */
export class ApiClient {
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** @throws Error with the problem's text when the answer is no success */
  async call<Schema extends z.ZodType>(
    schema: Schema,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<z.infer<Schema>> {
    const response = await fetch(`${this.#lab.addresses.api}/v1${path}`, {
      method,
      signal: AbortSignal.timeout(answerMs),
      headers: {
        authorization: `Bearer ${this.#lab.demo.tenant.apiKeys['owner'] ?? ''}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return schema.parse(await response.json());
  }

  /** Writes and launches a campaign to everyone. @returns its id */
  async launch(template: string): Promise<string> {
    const draft = await this.call(campaign, 'POST', '/campaigns', { name: 'Lab', template });
    await this.call(campaign, 'POST', `/campaigns/${draft.id}/launch`, {});
    return draft.id;
  }

  report(id: string): Promise<CampaignReport> {
    return this.call(campaignReport, 'GET', `/campaigns/${id}/report`);
  }
}

/** The simulator's control API. */
export async function control(
  lab: Lab,
  path: string,
  change?: { method: string; body?: unknown },
): Promise<unknown> {
  const response = await fetch(`${lab.addresses.simulator}/control${path}`, {
    method: change?.method ?? 'GET',
    signal: AbortSignal.timeout(answerMs),
    headers: {
      authorization: `Bearer ${lab.setup.secrets.controlToken}`,
      ...(change?.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: change?.body === undefined ? null : JSON.stringify(change.body),
  });
  if (!response.ok) throw new Error(`control ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
}
