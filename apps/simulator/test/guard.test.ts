import { createLogger } from '@sms-crm/runtime/logger';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { buildApp } from '../src/app.ts';
import { simulatorEnv } from '../src/env.ts';
import { createSimulator } from '../src/simulator.ts';

const token = 'a-control-token-for-tests';
const open: FastifyInstance[] = [];

async function app(isLoopback: boolean, publicOrigin?: string): Promise<FastifyInstance> {
  const built = await buildApp({
    simulator: createSimulator({ seed: 'test', maxMessages: 10 }),
    log: createLogger({ name: 'simulator', level: 'silent' }),
    guard: { token, isLoopback, publicOrigin },
    checks: [],
  });
  open.push(built);
  return built;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((built) => built.close()));
});

function cookieOf(header: string | string[] | number | undefined): string {
  return String(header).split(';')[0] ?? '';
}

async function pageCookie(built: FastifyInstance, host = 'localhost:3003'): Promise<string> {
  return cookieOf((await built.inject({ url: '/', headers: { host } })).headers['set-cookie']);
}

const move = { method: 'PUT', url: '/control/clock', payload: { time: '12:00' } } as const;

describe('who may drive the simulator', () => {
  it('is whoever has the token', async () => {
    const built = await app(true);
    const status = async (authorization: string) =>
      (await built.inject({ url: '/control/stats', headers: { authorization } })).statusCode;
    expect(await status(`Bearer ${token}`)).toBe(200);
    expect(await status(`Bearer ${token}x`)).toBe(401);
    expect(await status('Bearer ')).toBe(401);
    expect((await built.inject({ url: '/control/stats' })).statusCode).toBe(401);
  });

  it('is the page on loopback, from its own origin only', async () => {
    const built = await app(true);
    const cookie = await pageCookie(built);
    const status = async (headers: Record<string, string>) =>
      (await built.inject({ ...move, headers: { host: 'localhost:3003', cookie, ...headers } })).statusCode;
    expect(await status({ 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await status({ origin: 'http://localhost:3003' })).toBe(200);
    expect(await status({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await status({ 'sec-fetch-site': 'none' })).toBe(403);
    expect(await status({ origin: 'http://localhost:3000' })).toBe(403);
    expect(await status({})).toBe(403);
    const read = await built.inject({ url: '/control/stats', headers: { host: 'localhost:3003', cookie } });
    expect(read.statusCode).toBe(200);
    const foreign = { host: 'localhost:3003', cookie, 'sec-fetch-site': 'same-site' };
    expect((await built.inject({ url: '/control/stats', headers: foreign })).statusCode).toBe(403);
  });

  it('is nobody under a foreign name that leads to loopback', async () => {
    const built = await app(true);
    const page = await built.inject({ url: '/', headers: { host: 'evil.example:3003' } });
    expect(page.headers['set-cookie']).toBeUndefined();
    const cookie = await pageCookie(built);
    const read = await built.inject({
      url: '/control/stats',
      headers: { host: 'evil.example:3003', cookie },
    });
    expect(read.statusCode).toBe(401);
  });

  it('is, beyond loopback, the page of somebody who knows the token', async () => {
    const built = await app(false);
    const host = 'simulator.example';
    const page = await built.inject({ url: '/', headers: { host } });
    expect(page.statusCode).toBe(401);
    expect(page.headers['set-cookie']).toBeUndefined();
    const sign = (given: string, site: string) =>
      built.inject({
        method: 'POST',
        url: '/session',
        headers: { host, 'sec-fetch-site': site, 'content-type': 'application/x-www-form-urlencoded' },
        payload: `token=${given}`,
      });
    expect((await sign('wrong', 'same-origin')).statusCode).toBe(401);
    expect((await sign(token, 'cross-site')).statusCode).toBe(401);
    const signed = await sign(token, 'same-origin');
    expect(signed.statusCode).toBe(303);
    const cookie = cookieOf(signed.headers['set-cookie']);
    const moved = await built.inject({ ...move, headers: { host, cookie, 'sec-fetch-site': 'same-origin' } });
    expect(moved.statusCode).toBe(200);
  });

  it('is not whoever opens the page at a public address, and its cookie is secure there', async () => {
    const built = await app(true, 'https://demo.example');
    for (const host of ['demo.example', 'localhost:3003']) {
      const page = await built.inject({ url: '/', headers: { host } });
      expect(page.statusCode).toBe(401);
      expect(page.headers['set-cookie']).toBeUndefined();
    }
    const signed = await built.inject({
      method: 'POST',
      url: '/session',
      headers: {
        host: 'demo.example',
        origin: 'https://demo.example',
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: `token=${token}`,
    });
    expect(String(signed.headers['set-cookie'])).toContain('Secure');
  });

  it('is asked for a token at the start when bound beyond loopback', () => {
    expect(simulatorEnv.safeParse({ HOST: '0.0.0.0' }).error?.message).toContain('CONTROL_TOKEN');
    expect(simulatorEnv.safeParse({ PUBLIC_ORIGIN: 'https://demo.example' }).success).toBe(false);
    expect(simulatorEnv.safeParse({ HOST: '0.0.0.0', CONTROL_TOKEN: token }).success).toBe(true);
    expect(simulatorEnv.safeParse({ ACCOUNTS: '{' }).error?.message).toContain('JSON');
  });
});
