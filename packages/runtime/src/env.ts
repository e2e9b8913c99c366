import { z } from 'zod';

/** Thrown when the environment of a process is not usable; its message lists every problem at once. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/**
 * Parses the environment of a process once, at its start.
 *
 * @param schema one zod object naming every variable the process reads
 * @param source the environment to read, normally `process.env`
 * @throws EnvError naming every missing or malformed variable
 */
export function loadEnv<Schema extends z.ZodType>(
  schema: Schema,
  source: Record<string, string | undefined>,
): z.infer<Schema> {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(environment)'}: ${issue.message}`,
  );
  throw new EnvError(
    `The environment of this process is not usable:\n${lines.join('\n')}\nSet these variables and start again.`,
  );
}

/** A TCP port given as text; 0 lets the system choose. */
export const envPort = z.coerce.number().int().min(0).max(65_535);

/** A positive whole number given as text. */
export const envCount = z.coerce.number().int().positive();

/** A whole number from 0 on given as text. */
export const envAmount = z.coerce.number().int().min(0);

/** An http(s) address, cut down to its origin. */
export const envOrigin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin);

/** An address that paths are put behind, without a slash at its end. */
export const envBaseUrl = z.url().transform((text) => text.replace(/\/$/, ''));

const makeOne = 'make one by `openssl rand -base64 32`';

/** Fewer different characters than this are no random secret. */
const minDistinct = 10;

/** A random secret given as text; placeholders are refused. */
export const envSecret = z
  .string({ error: `is missing; ${makeOne}` })
  .min(32, `must have at least 32 characters; ${makeOne}`)
  .refine((text) => new Set(text).size >= minDistinct && !/change.?me|default|example/i.test(text), {
    error: `looks like a placeholder; ${makeOne}`,
  });

/** A key of 32 bytes in base64. */
export const envKey = z
  .string({ error: `is missing; ${makeOne}` })
  .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64');

/** What every process reads. */
export const baseEnv = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: envPort.default(0),
  /** How long a process that ends still takes new connections while its `/ready` says 503, ms. */
  SHUTDOWN_GRACE_MS: z.coerce.number().int().min(0).max(5_000).default(300),
});
