import type { Logger } from '@sms-crm/runtime/logger';
import { connectRedis, keyPrefix, type Redis } from '@sms-crm/runtime/redis';

const channel = `${keyPrefix}:wake`;

/** Tells every sender process that there is work for the pump. Redis away: nobody is told, the pump's timer finds it. */
export async function publishWake(redis: Redis): Promise<void> {
  await redis.publish(channel, '');
}

/**
 * Calls `wake` for each wake-up, on a connection of its own; also when a lost connection is back, for those missed meanwhile.
 *
 * @returns ends it
 */
export function listenForWakes(
  options: { url: string; name: string; log: Logger },
  wake: () => void,
): () => void {
  const redis = connectRedis({ ...options, name: `${options.name}-wake`, blocking: true });
  redis.on('message', wake);
  redis.on('ready', wake);
  redis.subscribe(channel).catch((error: unknown) => {
    if (redis.status !== 'end') options.log.warn({ err: error }, 'wake-ups of the pump do not arrive');
  });
  return () => redis.disconnect();
}
