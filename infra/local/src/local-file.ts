import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Addresses } from './process-env.ts';
import { writePrivate } from './write-private.ts';

const addresses = z.object({
  web: z.string(),
  api: z.string(),
  shortener: z.string(),
  simulator: z.string(),
});

/** The seeded tenants, with the keys that scripts may use. */
export type DemoTenants = {
  tenant: { id: string; name: string; apiKeys: Record<string, string> };
  secondTenant: { id: string; name: string; apiKey: string };
  signInUrl: string;
};

/** Writes the addresses and the demo tenants' keys for scripts and newcomers. */
export function writeLocalFile(
  path: string,
  local: Addresses & DemoTenants & { simulatorToken: string; databaseUrl: string; redisUrl: string },
): void {
  writePrivate(path, `${JSON.stringify(local, null, 2)}\n`);
}

/** The addresses of the installation that wrote the file last. */
export function readAddresses(path: string): Addresses | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return addresses.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}
