import { isIP } from 'node:net';
import { isPrivateAddress } from '../net/private-address.ts';
import { isPublicShortener } from './public-shorteners.ts';

/** What a tenant, and the installation, allow. */
export type DestinationRules = {
  /** Hosts that links may lead to, with all below them; empty for any. */
  allowHosts: readonly string[];
  /** Hosts of short links: leading to one of them would be a second hop, or a circle. */
  shortHosts: readonly string[];
  /** The simulator's origin, where there is one: it stands in for a shop, and where it is on this machine, so does all of this machine. */
  exemptOrigin: string | null;
};

/** What is wrong with where a link leads, and what to do about it. */
export type DestinationProblem = { detail: string; fix: string };

/** Names that only resolve inside somebody's network (RFC 6761, 6762, 8375, 9476, and what routers, offices and clusters use). */
const insideOnly =
  /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|svc|home\.arpa|onion)$/;

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Judges where a short link leads, by its address alone: nothing is looked up. @returns null when a browser may be sent there */
export function destinationProblem(address: string, rules: DestinationRules): DestinationProblem | null {
  const url = URL.parse(address);
  if (url === null || !/^https?:\/\/[^/]/i.test(address) || hasOddChars(address)) {
    return { detail: `“${shown(address)}” is no web address.`, fix: 'Write it as https://shop.com/sale.' };
  }
  if (url.username !== '' || url.password !== '') {
    return { detail: `“${shown(address)}” holds a user name.`, fix: 'Leave out what stands before the @.' };
  }
  if (isExempt(url, rules.exemptOrigin)) return null;
  return hostProblem(hostOf(url), rules);
}

function isExempt(url: URL, exemptOrigin: string | null): boolean {
  if (url.origin === exemptOrigin) return true;
  const exempt = exemptOrigin === null ? null : URL.parse(exemptOrigin);
  return exempt !== null && loopbackNames.has(exempt.hostname) && url.hostname === exempt.hostname;
}

function hostProblem(host: string, { allowHosts, shortHosts }: DestinationRules): DestinationProblem | null {
  if (isInside(host)) {
    return { detail: `${host} is not on the internet.`, fix: 'Link to a page that recipients can reach.' };
  }
  if (isPublicShortener(host)) {
    return {
      detail: `${host} is a public shortener, and carriers filter texts that lead through one.`,
      fix: 'Link to the page itself; it is shortened anyway.',
    };
  }
  if (shortHosts.includes(host)) {
    return {
      detail: `${host} is where short links live, so it would lead in a circle.`,
      fix: 'Link to the page itself.',
    };
  }
  if (allowHosts.length === 0 || allowHosts.some((own) => host === own || host.endsWith(`.${own}`)))
    return null;
  return {
    detail: `${host} is none of the hosts that links may lead to.`,
    fix: 'Link to one of them, or add it under Settings, Links.',
  };
}

/** The parser drops tabs and line breaks and takes a backslash for a slash; browsers and proxies do not agree on that. */
function hasOddChars(address: string): boolean {
  return [...address].some((char) => char <= ' ' || char === '\u007f' || char === '\\');
}

/** The host as the parser wrote it: lower case, punycode, numbers in any spelling as an address; without the dot of the root. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function isInside(host: string): boolean {
  if (isIP(host) !== 0) return isPrivateAddress(host);
  const labels = host.split('.');
  // Resolvers do not agree on an empty label: some drop it, and a list of hosts would not know the name.
  return labels.length === 1 || labels.includes('') || insideOnly.test(host);
}

function shown(address: string): string {
  return address.length > 60 ? `${address.slice(0, 60)}…` : address;
}
