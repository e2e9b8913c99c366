import { isLoopback } from '../env.ts';
import type { Thread } from '../handsets/thread.ts';

const address = /https?:\/\/[^\s<>"']+/g;

/** What a sentence puts behind a link. */
const trailing = /[.,;:!?)\]]+$/;

/**
 * The links in the newest text that a handset got.
 *
 * @param origin where they may lead; to this machine alone when absent, so that nothing else is asked by mistake
 */
export function handsetLinks(thread: Thread | undefined, origin: string | undefined): URL[] {
  const newest = thread?.entries.findLast(
    (entry) => entry.kind === 'message' && entry.message.direction !== 'inbound',
  );
  if (newest?.kind !== 'message') return [];
  return linksOf(newest.message.body).filter((link) =>
    origin === undefined ? isLoopback(link.hostname.replaceAll(/[[\]]/g, '')) : link.origin === origin,
  );
}

function linksOf(body: string): URL[] {
  return [...body.matchAll(address)].flatMap(([found]) => URL.parse(found.replace(trailing, '')) ?? []);
}
