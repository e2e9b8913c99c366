import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const address = z.url({ protocol: /^https?$/, error: 'must be an address like http://127.0.0.1:3001' });

const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3_000),
  METRICS_PORT: port.default(0),
  /** How long new connections are still taken after SIGTERM while `/ready` says 503, ms. */
  SHUTDOWN_GRACE_MS: z.coerce.number().int().min(0).max(5_000).default(300),
  /** `yes` when a proxy stands in front that sets `X-Forwarded-For` itself. */
  TRUST_PROXY: z.enum(['yes', 'no']).default('no'),
  /** Where the API answers, as seen from this process. */
  API_URL: address.default('http://127.0.0.1:3001'),
  /** The address people type; decides cookies and redirects. */
  WEB_ORIGIN: address.default('http://localhost:3000'),
  /** The page with the virtual handsets; empty or absent with a real carrier. */
  SIMULATOR_URL: address.or(z.literal('')).default(''),
});

export type WebEnv = z.infer<typeof schema>;

declare global {
  // Pages are bundled apart from `main.ts`, so a variable of this module would be there twice.
  var smsCrmWebEnv: WebEnv | undefined;
}

/**
 * Settings of this server, read and checked once: by `main.ts` as the process starts, under `next dev` by the first request.
 *
 * @throws Error naming every variable that is not usable
 */
export function webEnv(): WebEnv {
  return (globalThis.smsCrmWebEnv ??= read(process.env));
}

function read(source: Record<string, string | undefined>): WebEnv {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(
    `The environment of this process is not usable:\n${lines.join('\n')}\nSet these variables and start again.`,
  );
}
