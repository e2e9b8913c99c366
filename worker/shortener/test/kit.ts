import { randomBytes, randomUUID } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { shortLinks } from '@sms-crm/db/tables/messages';
import { withTenant } from '@sms-crm/db/transaction';
import { hitStream } from '@sms-crm/domain/links/hit-stream';
import { newCode } from '@sms-crm/domain/links/code';
import { newTenant, type TestServices } from '@sms-crm/domain/testing/kit';
import { connectRedis, redisReady, type Redis } from '@sms-crm/runtime/redis';

/** The tests' Redis, in a database where no sender consumes the clicks. */
export function testRedisUrl(): string {
  const url = process.env['TEST_REDIS_URL'];
  if (url === undefined) throw new Error('TEST_REDIS_URL is not set: run the tests by `npm test`.');
  return new URL('/5', url).href;
}

/** Clicks of earlier runs are gone after this, s. */
const keptSeconds = 300;

export async function openRedis(services: TestServices, url = testRedisUrl()): Promise<Redis> {
  const redis = connectRedis({ url, name: `test-${randomBytes(4).toString('hex')}`, log: services.log });
  if (url !== testRedisUrl()) return redis;
  await redisReady(redis, 5_000);
  await redis.expire(hitStream, keptSeconds);
  return redis;
}

export type TestLink = {
  tenantId: string;
  code: string;
  linkId: string;
  campaignId: string;
  messageId: string;
};

/** A short link of a tenant of its own. */
export async function addLink(
  services: TestServices,
  url: string,
  more: Partial<typeof shortLinks.$inferInsert> = {},
): Promise<TestLink> {
  const { tenantId } = await newTenant(services);
  const link = {
    tenantId,
    code: newCode(),
    linkId: randomUUID(),
    campaignId: randomUUID(),
    messageId: randomUUID(),
  };
  await withTenant(services.app, tenantId, (db) =>
    db.insert(shortLinks).values({
      tenantId,
      id: link.linkId,
      code: link.code,
      campaignId: link.campaignId,
      campaignLinkId: randomUUID(),
      messageId: link.messageId,
      contactId: randomUUID(),
      url,
      ...more,
    }),
  );
  return link;
}

export const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

/** The port a TCP server of a test listens on. */
export function listeningPort(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('not bound to a TCP port');
  return address.port;
}

/** A way to the tests' Redis that can be cut. */
export async function openGate(): Promise<{ url: string; cut: () => void; mend: () => Promise<void> }> {
  const target = new URL(testRedisUrl());
  const cuts: (() => void)[] = [];
  const open = (port: number) =>
    new Promise<Server>((resolve) => {
      const server = createServer((socket) => {
        const to = connect(Number(target.port), target.hostname);
        socket.pipe(to).pipe(socket);
        for (const end of [socket, to]) end.on('error', () => undefined).on('close', () => void to.destroy());
        cuts.push(() => socket.destroy());
      });
      server.listen(port, '127.0.0.1', () => resolve(server));
    });
  let server = await open(0);
  const port = listeningPort(server);
  return {
    url: Object.assign(new URL(target), { host: `127.0.0.1:${port}` }).href,
    cut: () => {
      server.close();
      for (const one of cuts.splice(0)) one();
    },
    mend: async () => {
      server = await open(port);
    },
  };
}
