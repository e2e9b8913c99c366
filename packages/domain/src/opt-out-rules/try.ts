import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import type { RuleSpec, RuleTrial } from '@sms-crm/contracts/opt-outs';
import { messages } from '@sms-crm/db/tables/messages';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { Turns } from '../context/turns.ts';
import { hasPhrase, indexPhrases, said, wordsOf } from './phrases.ts';
import { readMatcher } from './read-matcher.ts';

/** Texts looked at, and read by one statement; examples shown. */
const mostTexts = 5_000;
const perPage = 1_000;
const mostExamples = 20;

const anywhere = { atStart: false, atEnd: false };

/** Shows how a rule would have done on the newest texts that came in, before it is saved. Nothing changes. */
export async function tryOptOutRule(
  ctx: Context,
  { phrases }: Pick<RuleSpec, 'phrases'>,
): Promise<RuleTrial> {
  requirePermission(ctx, 'opt-outs:read');
  const index = indexPhrases(phrases.map((phrase) => ({ phrase, owner: null })));
  return withTransaction(ctx, async (ctx) => {
    const match = await readMatcher(ctx);
    const turns = new Turns();
    const trial: RuleTrial = { texts: 0, found: 0, knownAlready: 0, examples: [] };
    for await (const { id, body, at } of newestTexts(ctx)) {
      trial.texts += 1;
      await turns.pass();
      if (!hasPhrase(index, said(wordsOf(body)), anywhere)) continue;
      const knownAlready = match(body) !== undefined;
      trial.found += 1;
      trial.knownAlready += Number(knownAlready);
      if (trial.examples.length < mostExamples) {
        trial.examples.push({ messageId: id, body, at: at.toISOString(), knownAlready });
      }
    }
    return trial;
  });
}

/** Texts that are no keyword, the newest first. */
async function* newestTexts(ctx: TxContext): AsyncGenerator<{ id: string; body: string; at: Date }> {
  let before: string | undefined;
  for (let read = 0; read < mostTexts; read += perPage) {
    const rows = await ctx.tx.db
      .select({ id: messages.id, body: messages.body, at: messages.createdAt })
      .from(messages)
      .where(
        and(
          eq(messages.direction, 'inbound'),
          isNull(messages.reason),
          before === undefined ? undefined : lt(messages.id, before),
        ),
      )
      .orderBy(desc(messages.id))
      .limit(perPage);
    for (const { id, body, at } of rows) yield { id, body: body ?? '', at };
    before = rows.at(-1)?.id;
    if (rows.length < perPage) return;
  }
}
