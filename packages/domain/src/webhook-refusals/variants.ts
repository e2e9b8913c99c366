import type { RefusalCause } from '@sms-crm/contracts/webhook-refusals';

/** An address that the carrier may have signed instead of ours, and what is wrong when it did. */
export type Variant = { cause: RefusalCause; url: string };

/**
 * Addresses that a wrong set-up makes carriers sign: other scheme, port or host, a path or query that a proxy changed.
 *
 * @param options.publicApiUrl the configured address
 * @param options.seenOrigin scheme, host and port as the request shows them
 * @param options.path path and query as received
 */
export function addressVariants(options: {
  publicApiUrl: string;
  seenOrigin: string;
  path: string;
}): Variant[] {
  const { publicApiUrl, seenOrigin, path } = options;
  const configured = new URL(publicApiUrl);
  const prefix = configured.pathname.replace(/\/$/, '');
  const seen = originsOf(seenOrigin);
  return [
    { cause: 'scheme', url: `${turned(configured.origin)}${prefix}${path}` },
    ...seen
      .filter(({ hostname }) => hostname === configured.hostname)
      .map(({ origin }): Variant => ({ cause: 'port', url: `${origin}${prefix}${path}` })),
    ...withoutPort(configured).map((origin): Variant => ({
      cause: 'port',
      url: `${origin}${prefix}${path}`,
    })),
    ...seen.map(({ origin }): Variant => ({ cause: 'host', url: `${origin}${path}` })),
    ...changedPaths({ path, prefix }).map((changed): Variant => ({
      cause: 'path',
      url: `${configured.origin}${changed}`,
    })),
  ];
}

function turned(origin: string): string {
  return origin.startsWith('https:') ? origin.replace('https:', 'http:') : origin.replace('http:', 'https:');
}

/** What the request shows, in both schemes: behind a proxy the scheme shown is often the proxy's own. */
function originsOf(seenOrigin: string): URL[] {
  return [seenOrigin, turned(seenOrigin)]
    .filter((origin) => URL.canParse(origin))
    .map((origin) => new URL(origin));
}

function withoutPort({ origin, port }: URL): string[] {
  if (port === '') return [];
  const bare = origin.slice(0, -`:${port}`.length);
  return [bare, turned(bare)];
}

function changedPaths({ path, prefix }: { path: string; prefix: string }): string[] {
  const [place = '', query] = path.split('?', 2);
  const tail = query === undefined ? '' : `?${query}`;
  return [
    `${prefix}${place}/${tail}`,
    `${prefix}${place.replace(/\/$/, '')}${tail}`,
    path,
    `${prefix}${decoded(path)}`,
    `${prefix}${place}`,
  ].filter((changed) => changed !== `${prefix}${path}`);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
