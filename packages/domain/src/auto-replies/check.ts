import { eq } from 'drizzle-orm';
import type { UpdateAutoReply } from '@sms-crm/contracts/auto-replies';
import { sendingNumbers } from '@sms-crm/db/tables/campaigns';
import type { TxContext } from '../context/context.ts';
import { DomainError, notFound } from '../context/errors.ts';
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
