import { lookup, Resolver } from 'node:dns/promises';
import { Agent, request } from 'undici';
import type { Outside } from '@sms-crm/domain/carrier-accounts/setup-port';

/** Longest wait for an answer, ms; a longer answer than this is none, bytes. */
const timeoutMs = 10_000;
const maxAnswerBytes = 64 * 1024;

/** Longest wait for one answer of a name server, ms. */
const dnsMs = 2_500;

/** The internet as this machine sees it. */
export const outside: Outside = {
  addressesOf: async (host) => {
    try {
      return (await lookup(host, { all: true })).map(({ address }) => address);
    } catch {
      return [];
    }
  },
  txtRecordsOf: async (name) => {
    const resolver = new Resolver({ timeout: dnsMs, tries: 2 });
    try {
      return (await resolver.resolveTxt(name)).map((chunks) => chunks.join(''));
    } catch {
      return [];
    }
  },
  get: async (url) => {
    const agent = new Agent({ maxResponseSize: maxAnswerBytes });
    try {
      const answer = await request(url, { dispatcher: agent, signal: AbortSignal.timeout(timeoutMs) });
      return { status: answer.statusCode, body: await answer.body.text() };
    } finally {
      await agent.destroy();
    }
  },
};
