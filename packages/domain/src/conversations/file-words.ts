import { sql } from 'drizzle-orm';
import type { TxContext } from '../context/context.ts';
import { wordsIn } from '../contacts/words.ts';

/** Most words kept of one text: the beginning of a long one is what people remember. */
const wordsOfText = 40;

/** Where they are looked for, characters. */
const beginningChars = 1_600;

/** Lets threads be found by the words of these texts. */
export async function fileWords(
  ctx: TxContext,
  texts: readonly { conversationId: string; body: string }[],
): Promise<void> {
  const words = texts.flatMap(({ conversationId, body }) =>
    wordsIn([body.slice(0, beginningChars)], wordsOfText).map((word) => ({ conversationId, word })),
  );
  if (words.length === 0) return;
  await ctx.tx.db.execute(sql`
    insert into conversation_words (tenant_id, word, conversation_id)
    select distinct ${ctx.tenantId}::uuid, w.word, w.conversation_id
    from unnest(${sql.param(words.map(({ word }) => word))}::text[],
      ${sql.param(words.map(({ conversationId }) => conversationId))}::uuid[]) as w (word, conversation_id)
    order by 2, 3
    on conflict do nothing`);
}
