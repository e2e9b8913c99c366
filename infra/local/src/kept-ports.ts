import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { StartError } from '../bootstrap/errors.mjs';
import { highestPort } from './ports.ts';
import { writePrivate } from './write-private.ts';

const port = z.int().min(1).max(highestPort);
const httpPorts = z.object({ web: port, api: port, shortener: port, simulator: port });

/** The ports of the programs that people and texts have addresses of. */
export type HttpPorts = z.infer<typeof httpPorts>;

/**
 * The ports that the first start of an installation took.
 *
 * @returns undefined before the first start
 * @throws StartError when the file cannot be understood
 */
export function readKeptPorts(path: string): HttpPorts | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return httpPorts.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const cause = error instanceof z.ZodError ? z.prettifyError(error) : 'it is not JSON';
    throw new StartError(
      `${path} cannot be used: ${cause}`,
      'Correct it, or delete it: the usual ports are taken then, and links in texts with others end.',
    );
  }
}

/** Remembers the ports of an installation. */
export function keepPorts(path: string, ports: HttpPorts): void {
  writePrivate(path, `${JSON.stringify(ports, null, 2)}\n`);
}
