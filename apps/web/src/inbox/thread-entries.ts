import type { ConversationNote, ThreadMessage } from '@sms-crm/contracts/conversations';
import { todayIn } from '../format/times.ts';

export type ThreadEntry =
  | { type: 'text'; at: string; of: ThreadMessage }
  | { type: 'note'; at: string; of: ConversationNote };

/** Texts and notes in the order of their moments, by days of the organisation's zone. */
export function entriesByDay(
  messages: readonly ThreadMessage[],
  notes: readonly ConversationNote[],
  timeZone: string,
): { day: string; entries: ThreadEntry[] }[] {
  const entries: ThreadEntry[] = [
    ...messages.map((of) => ({ type: 'text' as const, at: of.at, of })),
    ...notes.map((of) => ({ type: 'note' as const, at: of.createdAt, of })),
  ];
  const sorted = entries.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const days = Map.groupBy(sorted, ({ at }) => todayIn(timeZone, new Date(at)));
  return [...days].map(([day, own]) => ({ day, entries: own }));
}
