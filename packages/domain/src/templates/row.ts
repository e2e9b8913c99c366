import { and, eq, isNull } from 'drizzle-orm';
import type { MessageTemplate } from '@sms-crm/contracts/templates';
import { messageTemplates } from '@sms-crm/db/tables/inbox';
import { fieldProblem } from '../campaigns/field-problem.ts';
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
 * @throws DomainError `invalid_input` when a merge field of the text is wrong
 */
export function requireFields(body: string): void {
  const problem = fieldProblem(body);
  if (problem === undefined) return;
  const detail = `${problem.detail} ${problem.fix}`;
  throw new DomainError('invalid_input', { detail, fields: [{ field: 'body', detail }] });
}
