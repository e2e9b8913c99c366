import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { jobActor } from '@sms-crm/domain/context/actor';
import { createContext, type Services } from '@sms-crm/domain/context/context';
import type { Hit } from '@sms-crm/domain/links/hit-stream';
import { recordSurely } from '@sms-crm/domain/links/record-surely';
import type { Entry } from './stream.ts';

/** Pause before the database is tried again, ms. */
const retryMs = 1_000;

/** Records the hits of entries, tenant by tenant, however long the database takes to come back. */
export async function recordEntries(
  services: Services,
  entries: readonly Entry[],
  signal: AbortSignal,
): Promise<void> {
  const foreign = entries.reduce((sum, entry) => sum + entry.foreign, 0);
  if (foreign > 0) services.log.error({ entries: foreign }, 'entries of the click stream are no clicks');
  const hits = entries.flatMap((entry) => entry.hits);
  for (const [tenantId, own] of Map.groupBy(hits, (hit) => hit.tenantId)) {
    await recordOfTenant(services, { tenantId, hits: own }, signal);
  }
}

async function recordOfTenant(
  services: Services,
  { tenantId, hits }: { tenantId: string; hits: readonly Hit[] },
  signal: AbortSignal,
): Promise<void> {
  const ctx = createContext(services, { tenantId, actor: jobActor('clicks'), requestId: randomUUID() });
  for (;;) {
    try {
      await recordSurely(ctx, hits);
      return;
    } catch (error) {
      if (signal.aborted) throw error;
      ctx.log.warn({ err: error }, 'clicks wait for the database');
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
