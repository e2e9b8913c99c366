import { NextResponse } from 'next/server';
import type { NextRequest } from 'next/server';
import { contentSecurityPolicy } from './src/server/content-security-policy.ts';
import { webEnv } from './src/server/env.ts';
import { isPublicPath, sessionCookies, signInPath } from './src/session/sign-in-path.ts';

/** Looks only whether a session cookie is there; the API decides what it is worth. */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const signedIn = sessionCookies.some((name) => request.cookies.has(name));
  if (!signedIn && !isPublicPath(pathname)) {
    return NextResponse.redirect(new URL(signInPath(pathname + search), webEnv().WEB_ORIGIN));
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce, webEnv().WEB_ORIGIN);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('x-page-path', pathname + search);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

// Request bodies of /api must not pass here: the proxy would buffer them.
export const config = { matcher: ['/((?!api/|_next/static|_next/image|health|ready|icon).*)'] };
