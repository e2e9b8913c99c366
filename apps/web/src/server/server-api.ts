import { cookies, headers } from 'next/headers';
import type { z } from 'zod';
import { pathWithQuery, send } from '../api/api.ts';
import type { Resource } from '../api/resource.ts';
import { webEnv } from './env.ts';

/** Asks the API from the server with the visitor's cookie. Throws `ApiError`. */
export async function serverApi<Answer>(source: Resource<Answer>): Promise<Answer> {
  const { API_URL, WEB_ORIGIN } = webEnv();
  const [jar, incoming] = await Promise.all([cookies(), headers()]);
  const origin = new URL(WEB_ORIGIN);
  const client = incoming.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  const answer: z.ZodType<Answer> = source.answer;
  return send(new URL(pathWithQuery(source.path, source.query), API_URL).href, answer, {
    headers: {
      cookie: jar.toString(),
      'x-forwarded-host': origin.host,
      'x-forwarded-proto': origin.protocol.slice(0, -1),
      ...(client ? { 'x-forwarded-for': client } : {}),
    },
  });
}
