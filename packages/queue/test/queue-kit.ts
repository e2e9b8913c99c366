import { jobNames, scheduledJobNames, type EveryJobName } from '@sms-crm/contracts/jobs';
import { createLogger } from '@sms-crm/runtime/logger';
import { createMetrics } from '@sms-crm/runtime/metrics';
import { connectRedis } from '@sms-crm/runtime/redis';
import { runWorkers, type JobHandler, type JobHandlers } from '../src/worker.ts';

export const log = createLogger({ name: 'test', level: 'silent' });

/** A database of the tests' Redis; each suite takes one that no other uses. */
export function redisUrl(database: number): string {
  const url = process.env['TEST_REDIS_URL'];
  if (url === undefined) throw new Error('TEST_REDIS_URL is not set: run the tests by `npm test`.');
  return new URL(`/${database}`, url).href;
}

type Handle = (name: EveryJobName) => JobHandler<EveryJobName>;

/** All workers, whose jobs are handled by one function. */
export function workersOf(url: string, handle: Handle, registry = createMetrics('test')) {
  return runWorkers({
    handlers: handlersWith(handle),
    connection: (name) => connectRedis({ url, name, log, blocking: true }),
    concurrency: { 'send-first': 2, 'send-bulk': 2, 'send-now': 2, inbound: 2, statuses: 2, background: 2 },
    registry,
    log,
  });
}

/** `fromEntries` forgets the names; all of them are there. */
function handlersWith(handle: Handle): JobHandlers {
  const names: EveryJobName[] = [...jobNames, ...scheduledJobNames];
  return Object.fromEntries(names.map((name) => [name, handle(name)])) as JobHandlers;
}
