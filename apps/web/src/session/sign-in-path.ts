/** Names of the session cookie, on http and on https. */
export const sessionCookies = ['sms-crm.session_token', '__Secure-sms-crm.session_token'];

const publicPaths = ['/sign-in', '/setup'];

export function isPublicPath(pathname: string): boolean {
  return publicPaths.includes(pathname);
}

/** The sign-in page that comes back to `next` afterwards. */
export function signInPath(next: string): string {
  const safe = localPath(next);
  return safe === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(safe)}`;
}

const anyOrigin = 'http://local.invalid';

/** A path of this site, or `/` for anything that could lead elsewhere (`//host`, `/\host`, `javascript:`). */
export function localPath(next: string | null | undefined): string {
  if (!next?.startsWith('/') || !URL.canParse(next, anyOrigin)) return '/';
  const url = new URL(next, anyOrigin);
  if (url.origin !== anyOrigin || url.pathname.startsWith('//')) return '/';
  return url.pathname + url.search + url.hash;
}
