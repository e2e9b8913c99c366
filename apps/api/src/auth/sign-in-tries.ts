import { createHmac } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { DomainError } from '@sms-crm/domain/context/errors';
import { keyPrefix, type Redis } from '@sms-crm/runtime/redis';

/** Wrong passwords taken for one e-mail in a window, whatever addresses they come from. */
const mostFailures = 10;
const windowSeconds = 15 * 60;

/** Books a try before its outcome is known, so that many at once pass no limit; answers 0, or how long to wait, ms. */
const book = `
if tonumber(redis.call('get', KEYS[1]) or '0') >= tonumber(ARGV[1]) then return redis.call('pttl', KEYS[1]) end
if redis.call('incr', KEYS[1]) == 1 then redis.call('expire', KEYS[1], ARGV[2]) end
return 0`;

const takeBack = `
if tonumber(redis.call('get', KEYS[1]) or '0') > 0 then redis.call('decr', KEYS[1]) end
return 0`;

/**
 * Slows down who guesses the password of one person from many addresses: after 10 wrong ones within 15 minutes the e-mail has to
 * wait for the end of the window, also with the right one. E-mails that nobody has are counted the same, so a lock tells nothing.
 */
export class SignInTries {
  private readonly redis: Redis;
  private readonly secret: string;
  private readonly prefix: string;

  /** @param options.prefix of the Redis keys; tests use their own */
  constructor(options: { redis: Redis; secret: string; prefix?: string }) {
    this.redis = options.redis;
    this.secret = options.secret;
    this.prefix = `${options.prefix ?? `${keyPrefix}:auth:`}wrong-passwords:`;
  }

  /**
   * Runs one try; `not_signed_in` is what counts as wrong, a success forgets the wrong ones before it.
   *
   * @throws DomainError `too_many_requests`, with `retry-after` set, or `unavailable` without Redis
   */
  async run<T>(email: string, reply: FastifyReply, signIn: () => Promise<T>): Promise<T> {
    const key = this.keyOf(email);
    const waitMs = await this.book(key);
    if (waitMs > 0) throw refusal(reply, waitMs);
    try {
      const result = await signIn();
      await this.redis.del(key).catch(forgotten);
      return result;
    } catch (error) {
      const wrong = error instanceof DomainError && error.code === 'not_signed_in';
      if (!wrong) await this.redis.eval(takeBack, 1, key).catch(forgotten);
      throw error;
    }
  }

  /** Sign-in reads e-mails in lower case; Redis shall not hold them in the clear. */
  private keyOf(email: string): string {
    return this.prefix + createHmac('sha256', this.secret).update(email.toLowerCase()).digest('base64url');
  }

  private async book(key: string): Promise<number> {
    try {
      return Number(await this.redis.eval(book, 1, key, mostFailures, windowSeconds));
    } catch (error) {
      throw new DomainError('unavailable', {
        detail: 'Sign-in is not available right now. Try again in a moment.',
        cause: error,
      });
    }
  }
}

/** One try too many stays counted until the window ends; the outcome of the sign-in matters more. */
function forgotten(): void {}

function refusal(reply: FastifyReply, waitMs: number): DomainError {
  void reply.header('retry-after', String(Math.ceil(waitMs / 1_000)));
  const minutes = Math.ceil(waitMs / 60_000);
  return new DomainError('too_many_requests', {
    detail: `Too many wrong passwords for this e-mail. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, then try again.`,
  });
}
