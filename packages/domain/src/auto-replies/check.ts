import { eq } from 'drizzle-orm';
import type { UpdateAutoReply } from '@sms-crm/contracts/auto-replies';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import { autoReplies } from '@sms-crm/db/tables/inbound';
import type { TxContext } from '../context/context.ts';
import { DomainError, notFound } from '../context/errors.ts';
import { checkWords } from '../opt-out-rules/check-words.ts';
import { matchKeyword } from '../opt-outs/keywords.ts';

type Checked = Pick<UpdateAutoReply, 'words' | 'numberId'>;

/**
 * @throws DomainError `invalid_input` for words that are answered already, `not_found` when the tenant has no such number
 */
export async function checkAutoReply(ctx: TxContext, { words = [], numberId }: Checked): Promise<void> {
  const taken = words.find((word) => (matchKeyword(word)?.intent ?? 'start') !== 'start');
  if (taken !== undefined) {
    throw new DomainError('invalid_input', {
      detail: `“${taken}” is answered by itself, as the law asks. Leave it out.`,
      fields: [{ field: 'words', detail: `“${taken}” is answered by itself` }],
    });
  }
  if (numberId === undefined || numberId === null) return;
  const [number] = await ctx.tx.db
    .select({ id: sendingNumbers.id })
    .from(sendingNumbers)
    .where(eq(sendingNumbers.id, numberId));
  if (number === undefined) throw notFound('sending number');
}

/**
 * Looks at all automatic answers of the tenant after one was written; writers wait for each other.
 *
 * @throws DomainError as `checkWords`
 */
export async function checkAllWords(ctx: TxContext): Promise<void> {
  const replies = await ctx.tx.db.select({ words: autoReplies.words }).from(autoReplies);
  checkWords(
    replies.flatMap(({ words }) => words),
    { what: 'automatic answers', field: 'words' },
  );
}
