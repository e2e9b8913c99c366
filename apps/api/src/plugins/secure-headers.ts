import type { FastifyInstance, FastifyReply } from 'fastify';

/** Answers are for programs: nothing in them may run, be framed or be guessed to be another type. */
const headers = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-site',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** The pages of `/docs` bring their own scripts and styles. */
const docsPolicy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

type Options = {
  /** Whether browsers reach the installation by https only. */
  https: boolean;
};

export function addSecureHeaders(app: FastifyInstance, options: Options): void {
  app.addHook('onSend', async (request, reply) => {
    setSecureHeaders(reply, options);
    if (request.url.startsWith('/docs')) void reply.header('content-security-policy', docsPolicy);
  });
}

/** The same headers for the few answers that no hook sees. */
export function setSecureHeaders(reply: FastifyReply, options: Options): void {
  const { 'cache-control': cacheControl, ...others } = secureHeaders(options);
  void reply.headers(others);
  if (!reply.hasHeader('cache-control')) void reply.header('cache-control', cacheControl);
}

export function secureHeaders({ https }: Options) {
  return {
    ...headers,
    ...(https ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    'cache-control': 'no-store',
  };
}
