import { baseEnv, envCount, envPort } from '@sms-crm/runtime/env';
import { z } from 'zod';
import { accountSchema } from './accounts/account.ts';

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

const accountsJson = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a JSON array of accounts' });
      return z.NEVER;
    }
  })
  .pipe(z.array(accountSchema));

/** The environment of the simulator. */
export const simulatorEnv = baseEnv
  .extend({
    PORT: envPort.default(3_003),
    /** Opens the control API to callers other than the page. */
    CONTROL_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
    SEED: z.string().min(1).max(64).default('simulator'),
    ACCOUNTS: accountsJson.default([]),
    MAX_MESSAGES: envCount.max(5_000_000).default(200_000),
    /** Requests to the carrier's API whose start and end are kept. */
    REQUESTS_KEPT: envCount.max(2_000_000).default(100_000),
    /** Address of the page as browsers see it, where it differs, e.g. behind a proxy. */
    PUBLIC_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  })
  .refine((env) => env.CONTROL_TOKEN !== undefined || (loopback.has(env.HOST) && !env.PUBLIC_ORIGIN), {
    path: ['CONTROL_TOKEN'],
    message: 'is required when HOST is not a loopback address or PUBLIC_ORIGIN is set',
  });

export type SimulatorEnv = z.output<typeof simulatorEnv>;

/** Whether a server bound to this host can be reached from its own machine alone. */
export function isLoopback(host: string): boolean {
  return loopback.has(host);
}
