import type { Logger } from '@sms-crm/runtime/logger';

/** Open carrier requests get this long to be answered once the process ends, ms; of its 9.5 s the rest is for writing what came of them. */
const answersWithinMs = 6_500;

/**
 * Takes no more jobs and lets those that run come to an end. A carrier that does not answer is not waited for: what it may have
 * taken counts as unknown, and the next process asks it.
 */
export async function stopWork(work: {
  close: () => Promise<void>;
  cutCarriers: () => Promise<void>;
  log: Logger;
}): Promise<void> {
  const cut = setTimeout(() => {
    work.log.warn('the carrier does not answer; its open requests are cut');
    work.cutCarriers().catch((error: unknown) => work.log.error({ err: error }, 'could not cut requests'));
  }, answersWithinMs);
  try {
    await work.close();
  } finally {
    clearTimeout(cut);
  }
}
