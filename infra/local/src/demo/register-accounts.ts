import { highestPartMicros, partMicrosByPrefix } from '@sms-crm/domain/pricing/price-list';
import { z } from 'zod';
import type { SeededTenant } from './seed-tenant.ts';

/** Longest wait for the simulator, ms. */
const deadlineMs = 10_000;

const problem = z.object({ detail: z.string() });

type Target = { simulatorUrl: string; controlToken: string; publicApiUrl: string };

/**
 * Tells the simulator which accounts and numbers there are, where it posts inbound texts and what a part costs by our own price list;
 * it forgets all of it when it ends.
 *
 * @throws Error naming what the simulator refused
 */
export async function registerAccounts(tenants: readonly SeededTenant[], target: Target): Promise<void> {
  await control(target, 'PUT', '/control/config', {
    pricePerPartMicros: highestPartMicros,
    pricePerPartByPrefix: partMicrosByPrefix,
  });
  for (const { carrierAccount } of tenants) {
    const smsUrl = `${target.publicApiUrl}/webhooks/twilio/${carrierAccount.key}/inbound#rc=3&rp=all`;
    await control(target, 'POST', '/control/accounts', {
      sid: carrierAccount.sid,
      token: carrierAccount.token,
      numbers: carrierAccount.numbers.map(({ phone, type }) => ({ phone, type, smsUrl })),
    });
  }
}

async function control(target: Target, method: string, path: string, body: object): Promise<void> {
  const response = await fetch(new URL(path, target.simulatorUrl), {
    method,
    signal: AbortSignal.timeout(deadlineMs),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${target.controlToken}` },
    body: JSON.stringify(body),
  });
  if (response.ok) return;
  const told = problem.safeParse(await response.json().catch(() => undefined));
  throw new Error(`The simulator refused the demo ground (${response.status}): ${told.data?.detail ?? ''}`);
}
