import { pino, type Logger } from 'pino';

export type { Logger };

/** Names of fields whose values never reach a log line. */
const secretFields = [
  'password',
  'token',
  'authToken',
  'apiKey',
  'secret',
  'authorization',
  'cookie',
  '*.password',
  '*.token',
  '*.authToken',
  '*.apiKey',
  '*.secret',
  'req.headers.authorization',
  'req.headers.cookie',
];

/**
 * A JSON logger for one process.
 *
 * @param options.name the process, e.g. `api`; it stands in every line
 * @param options.level the lowest level that is written
 */
export function createLogger(options: { name: string; level: string }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    redact: { paths: secretFields, censor: '[hidden]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
