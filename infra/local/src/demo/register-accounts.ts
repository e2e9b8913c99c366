import { z } from 'zod';
import type { SeededTenant } from './seed-tenant.ts';

/** Longest wait for the simulator, ms. */
const deadlineMs = 10_000;

const problem = z.object({ detail: z.string() });

/**
 * Tells the simulator which accounts and numbers there are and where it posts inbound texts; it forgets them when it ends.
 *
 * @throws Error naming what the simulator refused
 */
export async function registerAccounts(
  tenants: readonly SeededTenant[],
  target: { simulatorUrl: string; controlToken: string; publicApiUrl: string },
): Promise<void> {
  for (const { carrierAccount } of tenants) {
    const smsUrl = `${target.publicApiUrl}/webhooks/twilio/${carrierAccount.key}/inbound`;
    const response = await fetch(new URL('/control/accounts', target.simulatorUrl), {
      method: 'POST',
      signal: AbortSignal.timeout(deadlineMs),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${target.controlToken}` },
      body: JSON.stringify({
        sid: carrierAccount.sid,
        token: carrierAccount.token,
        numbers: carrierAccount.numbers.map(({ phone, type }) => ({ phone, type, smsUrl })),
      }),
    });
    if (response.ok) continue;
    const told = problem.safeParse(await response.json().catch(() => undefined));
    throw new Error(
      `The simulator refused the demo numbers (${response.status}): ${told.data?.detail ?? ''}`,
    );
  }
}
