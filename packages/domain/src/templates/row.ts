import { and, eq, isNull } from 'drizzle-orm';
import type { MessageTemplate } from '@sms-crm/contracts/templates';
import { messageTemplates } from '@sms-crm/db/tables/inbox';
import { fieldProblem } from '../campaigns/field-problem.ts';
import { closestName } from '../campaigns/closest-name.ts';
import { readFields } from '../campaigns/merge-fields.ts';
import { parseTemplate } from '../campaigns/template.ts';
import type { TxContext } from '../context/context.ts';
import { DomainError, notFound } from '../context/errors.ts';

export type TemplateRow = typeof messageTemplates.$inferSelect;

/** Most canned replies of one tenant: more than these nobody finds anything in. */
export const mostTemplates = 200;

/** A canned reply as the API shows it. */
export function templateView(row: TemplateRow): MessageTemplate {
  const { id, name, body, createdBy } = row;
  return {
    id,
    name,
    body,
    createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/**
 * A canned reply, locked.
 *
 * @throws DomainError `not_found`
 */
export async function lockTemplate(ctx: TxContext, id: string): Promise<TemplateRow> {
  const [row] = await ctx.tx.db
    .select()
    .from(messageTemplates)
    .where(and(eq(messageTemplates.id, id), isNull(messageTemplates.deletedAt)))
    .for('no key update');
  if (row === undefined) throw notFound('canned reply');
  return row;
}

/**
 * @throws DomainError `invalid_input` when a merge field of the text is wrong, or most likely misspelled
 */
export async function requireFields(ctx: TxContext, body: string): Promise<void> {
  const problem = fieldProblem(body) ?? misspelled(body, await readFields(ctx, []));
  if (problem === undefined) return;
  const detail = `${problem.detail} ${problem.fix}`;
  throw new DomainError('invalid_input', { detail, fields: [{ field: 'body', detail }] });
}

/** A field that nobody has may get its first value later; one that is close to another is a slip. */
function misspelled(body: string, known: readonly string[]): { detail: string; fix: string } | undefined {
  for (const field of parseTemplate(body).fields) {
    const meant = known.includes(field) ? undefined : closestName(field, known);
    if (meant !== undefined)
      return { detail: `No contact has a field “${field}”.`, fix: `Did you mean {{${meant}}}?` };
  }
  return undefined;
}
