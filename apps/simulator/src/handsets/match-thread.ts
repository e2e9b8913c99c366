import type { Thread } from './thread.ts';

/** Whether a search finds a thread: by digits anywhere in its phone, or by text in any of its entries. */
export function matchesThread(thread: Thread, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return true;
  const digits = wanted.replaceAll(/[\s()+.-]/g, '');
  if (/^\d+$/.test(digits) && thread.phone.includes(digits)) return true;
  return thread.entries.some((entry) => {
    const { body } = entry.kind === 'message' ? entry.message : entry.notice;
    return body.toLowerCase().includes(wanted);
  });
}
