import { join } from 'node:path';

/** Twilio's own documents stand with our client of it, whose requests are held against them too. */
const folder = join(import.meta.dirname, '../../../../packages/carriers/test/fixtures');

/** The file of one of Twilio's OpenAPI documents. */
export function documentFile(name: string): string {
  return join(folder, `${name}.openapi.json`);
}
