import { z } from 'zod';

const schema = z.object({
  /** Where the API answers, as seen from this process. */
  API_URL: z.url().default('http://127.0.0.1:3001'),
  /** The address people type; decides cookies and redirects. */
  WEB_ORIGIN: z.url().default('http://localhost:3000'),
  /** The page with the virtual handsets; empty or absent with a real carrier. */
  SIMULATOR_URL: z.union([z.literal(''), z.url()]).default(''),
});

export type WebEnv = z.infer<typeof schema>;

let loaded: WebEnv | undefined;

/** Settings of this server, read and checked when the first request needs them. */
export function webEnv(): WebEnv {
  loaded ??= schema.parse(process.env);
  return loaded;
}
