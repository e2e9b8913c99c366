import { randomUUID } from 'node:crypto';
import type { SendingNumber } from '../accounts/number.ts';
import type { Simulator } from '../simulator.ts';
import { keywordOf } from './keywords.ts';

/**
 * Does what the carrier or the network does with a keyword: blocks or unblocks the phone for this
 * number and answers on the handset. A repeated STOP and a START without a block stay unanswered.
 */
export function answerKeyword(
  simulator: Simulator,
  text: { number: SendingNumber; phone: string; body: string },
): void {
  const { number, phone } = text;
  const keyword = keywordOf(number, text.body);
  if (keyword === undefined) return;
  if (!takesEffect(simulator, keyword.wish, number.phone, phone)) return;
  simulator.stats.notices[keyword.by] += 1;
  simulator.threads.addNotice({
    id: randomUUID(),
    by: keyword.by,
    from: number.phone,
    to: phone,
    body: keyword.answer,
    atMs: simulator.now(),
  });
}

function takesEffect(
  { blocks }: Simulator,
  wish: 'stop' | 'start' | 'help',
  number: string,
  phone: string,
): boolean {
  if (wish === 'stop') return blocks.add(number, phone);
  if (wish === 'start') return blocks.lift(number, phone);
  return !blocks.has(number, phone);
}
