import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { problem } from '@sms-crm/contracts/errors';
import { createTestApp, webOrigin, type TestApp } from './kit.ts';

/** Hashing passwords is slow on purpose. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 20_000 });

const owner = {
  organisation: 'Acme',
  name: 'Olga Owner',
  email: 'olga@example.com',
  password: 'correct horse battery',
};
const right = { email: owner.email, password: owner.password };
const wrong = { email: owner.email, password: 'wrong horse battery' };

let kit: TestApp;
let addresses = 0;
beforeEach(async () => {
  kit = await createTestApp();
  addresses = 0;
  await post('/v1/setup', owner);
});
afterEach(() => kit.close());

/** Every request comes from another address. */
function post(url: string, payload: object) {
  addresses += 1;
  const headers = { origin: webOrigin, 'x-forwarded-for': `192.0.2.${addresses}` };
  return kit.app.inject({ method: 'POST', url, headers, payload });
}

const signIn = (given: { email: string; password: string }) => post('/auth/sign-in/email', given);

async function statusesOf(tries: readonly { email: string; password: string }[]): Promise<number[]> {
  const statuses = [];
  for (const given of tries) statuses.push((await signIn(given)).statusCode);
  return statuses;
}

const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);

function countersIn({ redis, redisPrefix }: TestApp): Promise<string[]> {
  return redis.keys(`${redisPrefix}wrong-passwords:*`);
}

/** Wrong passwords for the one e-mail that has some already, without the time each takes to check. */
async function addWrong(count: number): Promise<void> {
  const [key = ''] = await countersIn(kit);
  await kit.redis.incrby(key, count);
}

test('after ten wrong passwords an e-mail waits, from any address and in any spelling; then the right one works', async () => {
  expect(await statusesOf([wrong])).toEqual([401]);
  await addWrong(8);
  expect(await statusesOf([{ ...wrong, email: 'Olga@Example.com' }])).toEqual([401]);
  const refused = await signIn(right);
  expect([refused.statusCode, refused.headers['content-type']]).toEqual([
    429,
    'application/problem+json; charset=utf-8',
  ]);
  expect(problem.parse(refused.json())).toMatchObject({
    code: 'too_many_requests',
    detail: 'Too many wrong passwords for this e-mail. Wait 15 minutes, then try again.',
  });
  const seconds = Number(refused.headers['retry-after']);
  expect(seconds).toBeGreaterThan(800);
  expect(seconds).toBeLessThanOrEqual(900);

  const keys = await countersIn(kit);
  expect(keys).toHaveLength(1);
  expect(keys[0]).not.toContain('olga');
  await kit.redis.pexpire(keys[0] ?? '', 1);
  await expect.poll(() => countersIn(kit)).toEqual([]);
  expect(await statusesOf([right])).toEqual([200]);
});

test('an e-mail that nobody has is locked in the same words; others are not locked with it', async () => {
  const nobody = { ...wrong, email: 'nobody@example.com' };
  expect(await statusesOf([nobody])).toEqual([401]);
  await addWrong(8);
  const answers = [await signIn(nobody), await signIn(nobody)];
  expect(answers.map((answer) => [answer.statusCode, problem.parse(answer.json()).detail])).toEqual([
    [401, 'The e-mail or the password is not right. Check both and try again.'],
    [429, 'Too many wrong passwords for this e-mail. Wait 15 minutes, then try again.'],
  ]);
  expect(await statusesOf([right])).toEqual([200]);
});

test('many tries at once pass no limit', async () => {
  expect(await statusesOf([wrong])).toEqual([401]);
  await addWrong(6);
  const answers = await Promise.all(times(12, wrong).map(signIn));
  const statuses = answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b);
  expect(statuses).toEqual([...times(3, 401), ...times(9, 429)]);
});

test('signing in forgets the wrong passwords before it', async () => {
  expect(await statusesOf([wrong])).toEqual([401]);
  await addWrong(8);
  expect(await statusesOf([right])).toEqual([200]);
  expect(await countersIn(kit)).toEqual([]);
});

test('a try that failed for another reason is no wrong password', async () => {
  const { owner } = kit.services.database;
  await owner.query('alter table users rename to users_away');
  expect(await statusesOf(times(11, right))).toEqual(times(11, 500));
  await owner.query('alter table users_away rename to users');
  expect(await statusesOf([right])).toEqual([200]);
});
