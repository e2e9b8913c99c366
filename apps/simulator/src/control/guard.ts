import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ControlProblem } from './problem.ts';

/** Name of the page's cookie. It carries a proof made at the start of the process, not the token. */
const cookieName = 'simulator_page';

export type GuardOptions = {
  /** The control token; undefined when none is configured, then only the page may drive. */
  token: string | undefined;
  /** Whether the server listens on loopback alone. */
  isLoopback: boolean;
  /** The page's address when it is not the one the server is reached at, e.g. behind a proxy. */
  publicOrigin: string | undefined;
};

/**
 * Who may drive the simulator: a caller with the control token, or the simulator's own page. The page
 * proves itself by a cookie and, since cookies travel with other sites' requests too, by the browser's
 * word on where an unsafe request comes from. On loopback the page gets its cookie freely, but only
 * under a loopback name, so that a foreign name resolving to 127.0.0.1 gets nothing.
 */
export class Guard {
  readonly #options: GuardOptions;
  readonly #proof = randomBytes(24).toString('base64url');
  readonly #key = randomBytes(32);

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** @throws ControlProblem 401 or 403 when the request may not drive the simulator */
  check(request: FastifyRequest): void {
    if (this.hasToken(request.headers.authorization)) return;
    if (!this.hasPage(request)) {
      throw new ControlProblem(
        401,
        'unauthorized',
        'Send the control token: Authorization: Bearer <CONTROL_TOKEN>.',
      );
    }
    const isOwn = isSafe(request.method) ? !isForeign(request) : this.#isOwnOrigin(request);
    if (!isOwn) {
      throw new ControlProblem(403, 'foreign_origin', 'Only the simulator’s own page may drive it.');
    }
  }

  /** Whether an `Authorization` header carries the control token. */
  hasToken(header: string | undefined): boolean {
    return header?.startsWith('Bearer ') === true && this.isToken(header.slice('Bearer '.length));
  }

  isToken(text: string): boolean {
    return this.#options.token !== undefined && this.#isSame(text, this.#options.token);
  }

  /** Whether the request comes with the page's cookie, under a name the page may have. */
  hasPage(request: FastifyRequest): boolean {
    const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
    const given = cookies.find((cookie) => cookie.startsWith(`${cookieName}=`));
    return (
      given !== undefined &&
      this.#isOwnName(request) &&
      this.#isSame(given.slice(cookieName.length + 1), this.#proof)
    );
  }

  /** Whether the page is given to whoever opens it, without the token: never when it has a public address. */
  opensFreely(request: FastifyRequest): boolean {
    const { isLoopback, publicOrigin } = this.#options;
    return isLoopback && publicOrigin === undefined && this.#isOwnName(request);
  }

  /** Whether a form post comes from the simulator's own page. */
  isOwnPage(request: FastifyRequest): boolean {
    return this.#isOwnName(request) && this.#isOwnOrigin(request);
  }

  /** The `Set-Cookie` value that makes a browser the page. */
  cookie(): string {
    const secure = this.#options.publicOrigin?.startsWith('https:') === true ? '; Secure' : '';
    return `${cookieName}=${this.#proof}; Path=/; HttpOnly; SameSite=Strict${secure}`;
  }

  #isOwnName(request: FastifyRequest): boolean {
    const { isLoopback, publicOrigin } = this.#options;
    if (publicOrigin !== undefined && hostOf(publicOrigin) === request.headers.host) return true;
    return !isLoopback || /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? '');
  }

  #isOwnOrigin(request: FastifyRequest): boolean {
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined) return site === 'same-origin';
    const { origin } = request.headers;
    if (origin === undefined) return false;
    return origin === this.#options.publicOrigin || hostOf(origin) === request.headers.host;
  }

  #isSame(given: string, expected: string): boolean {
    const digest = (text: string) => createHmac('sha256', this.#key).update(text).digest();
    return timingSafeEqual(digest(given), digest(expected));
  }
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Whether the browser says that another site asks; its absence is not enough to change anything. */
function isForeign(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return site === 'same-site' || site === 'cross-site';
}

function hostOf(origin: string): string | undefined {
  return URL.parse(origin)?.host;
}
