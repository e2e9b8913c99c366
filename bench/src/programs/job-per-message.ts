// The contrast: the design most queue-based senders have, one BullMQ job for each message, the message claimed and finished by an
// UPDATE of its own. It is spared everything else: no gate, no budget, no ledger, no counters, no short link, no row security.
import { PooledHttpClient } from '@sms-crm/carriers/twilio/http-client';
import { createLogger } from '@sms-crm/runtime/logger';
import { connectRedis, keyPrefix } from '@sms-crm/runtime/redis';
import { Queue, Worker } from 'bullmq';
import pg from 'pg';
import twilio from 'twilio';
import { Pool } from 'undici';
import { z } from 'zod';
import { answerOrders } from '../kit/side.ts';
import { sampleText } from '../kit/sample-text.ts';
import { jobOrder } from './job-order.ts';

/** Jobs added in one round trip. */
const perAdd = 1_000;

const job = z.object({ id: z.string() });
const claimed = z.object({ phone: z.string() });

answerOrders(jobOrder, async (order) => {
  const log = createLogger({ name: 'job-per-message', level: 'warn' });
  const connect = () => connectRedis({ url: order.redisUrl, name: 'contrast', log, blocking: true });
  const database = new pg.Pool({ connectionString: order.databaseUrl, max: 16 });
  const pool = new Pool(order.baseUrl, { connections: order.open, pipelining: 1 });
  const httpClient = new PooledHttpClient(pool, { baseUrl: order.baseUrl, requestTimeoutMs: 10_000 });
  const account = twilio('AC00000000000000000000000000000000', 'token', {
    httpClient,
    autoRetry: false,
    env: {},
  });
  account.api.baseUrl = new URL(order.baseUrl).origin;
  const { rows } = await database.query<{ id: string }>(
    'select id from messages where tenant_id = $1 and campaign_id = $2',
    [order.tenantId, order.campaignId],
  );
  const send = async (id: string) => {
    const taken = await database.query(
      `update messages set status = 'sending', claimed_at = now() where tenant_id = $1 and id = $2 and status = 'queued' returning phone`,
      [order.tenantId, id],
    );
    const { phone } = claimed.parse(taken.rows[0]);
    const text = { ...sampleText(0), to: phone };
    const { sid } = await account.messages.create(text);
    await database.query(
      `update messages set status = 'accepted', carrier_message_id = $3, body = $4, parts = 1, handed_over_at = now()
       where tenant_id = $1 and id = $2`,
      [order.tenantId, id, sid, text.body],
    );
  };
  const connection = connect();
  const queue = new Queue('contrast', { connection, prefix: keyPrefix });
  const blocking = connect();
  const startedAt = performance.now();
  let done = 0;
  const finished = Promise.withResolvers<void>();
  const worker = new Worker('contrast', async ({ data }) => send(job.parse(data).id), {
    connection: blocking,
    prefix: keyPrefix,
    concurrency: order.open,
    removeOnComplete: { count: 0 },
  });
  worker.on('failed', (_job, error) => finished.reject(error));
  worker.on('completed', () => {
    done += 1;
    if (done === rows.length) finished.resolve();
  });
  for (let start = 0; start < rows.length; start += perAdd) {
    const jobs = rows.slice(start, start + perAdd).map(({ id }) => ({ name: 'send', data: { id } }));
    await queue.addBulk(jobs.map((one) => ({ ...one, opts: { attempts: 5, removeOnComplete: true } })));
  }
  await finished.promise;
  const seconds = (performance.now() - startedAt) / 1_000;
  await worker.close();
  await queue.close();
  for (const redis of [connection, blocking]) redis.disconnect();
  await Promise.all([database.end(), pool.close()]);
  return { seconds, texts: rows.length };
});
