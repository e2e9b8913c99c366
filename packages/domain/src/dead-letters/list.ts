import { sql, type SQL } from 'drizzle-orm';
import { carrierErrorWords } from '@sms-crm/contracts/carrier-errors';
import type { DeadLetter, DeadLetterKind } from '@sms-crm/contracts/dead-letters';
import type { Page } from '@sms-crm/contracts/paging';
import { requirePermission } from '../context/actor.ts';
import { withTransaction, type Context, type TxContext } from '../context/context.ts';
import { decodeIdCursor, toPage } from '../context/cursor.ts';
import { maxDeliveries } from '../outbox/deliver.ts';

export type DeadRow = {
  id: string;
  kind: DeadLetterKind;
  subjectId: string;
  campaignId: string | null;
  about: string;
  code: string;
  detail: string | null;
  at: Date;
};

/** A text is dead as long as it is failed, whatever was tried meanwhile. */
const dead: Record<DeadLetterKind, SQL> = {
  message: sql`
    select d.id, d.kind, d.subject_id, d.campaign_id, m.phone as about, d.code, d.detail, d.at
    from dead_letters d join messages m on m.tenant_id = d.tenant_id and m.id = d.subject_id
    where d.kind = 'message' and d.retried_at is null and m.status in ('failed', 'undelivered')`,
  webhook: sql`
    select d.id, d.kind, d.subject_id, d.campaign_id, coalesce(e.params ->> 'From', e.params ->> 'MessageSid', '') as about, d.code, d.detail, d.at
    from dead_letters d join webhook_events e on e.tenant_id = d.tenant_id and e.id = d.subject_id
    where d.kind = 'webhook' and d.retried_at is null`,
  mail: sql`
    select o.id, 'mail' as kind, o.id as subject_id, null::uuid as campaign_id, coalesce(o.payload ->> 'to', '') as about,
      'mail_failed' as code, o.failure as detail, coalesce(o.offered_at, o.created_at) as at
    from outbox o where o.delivered_at is null and o.attempts >= ${maxDeliveries} and o.failure is not null`,
  import: sql`
    select i.id, 'import' as kind, i.id as subject_id, null::uuid as campaign_id, i.file_name as about, 'import_failed' as code,
      i.failure as detail, coalesce(i.completed_at, i.progress_at, i.created_at) as at
    from imports i where i.status = 'failed'`,
};

const kinds: readonly DeadLetterKind[] = ['message', 'webhook', 'mail', 'import'];

/** What gave up and why, the newest first. */
export async function listDeadLetters(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined; kind?: DeadLetterKind | undefined },
): Promise<Page<DeadLetter>> {
  requirePermission(ctx, 'messages:read');
  const after = decodeIdCursor(query.cursor);
  return withTransaction(ctx, async (ctx) => {
    const wanted = query.kind === undefined ? kinds : [query.kind];
    const rows = await readDead(ctx, wanted, {
      where: after === undefined ? sql`true` : sql`l.id < ${after}::uuid`,
      limit: query.limit + 1,
    });
    return toPage(rows, query.limit, { item: view, cursor: ({ id }) => [id] });
  });
}

/** One dead letter; undefined when there is none of this id. */
export async function findDead(ctx: TxContext, id: string): Promise<DeadRow | undefined> {
  const [row] = await readDead(ctx, kinds, { where: sql`l.id = ${id}::uuid`, limit: 1 });
  return row;
}

async function readDead(
  ctx: TxContext,
  wanted: readonly DeadLetterKind[],
  { where, limit }: { where: SQL; limit: number },
): Promise<DeadRow[]> {
  const parts = wanted.map(
    (kind) => sql`(select * from (${dead[kind]}) l where ${where} order by l.id desc limit ${limit})`,
  );
  const { rows } = await ctx.tx.db.execute<DeadRow>(sql`
    select id, kind, subject_id as "subjectId", campaign_id as "campaignId", about, code, detail, at
    from (${sql.join(parts, sql` union all `)}) found order by id desc limit ${limit}`);
  return rows;
}

const ownWords: Record<string, { words: string; action: string }> = {
  unknown: {
    words: 'The carrier never said what became of it',
    action: 'It may have arrived. Try again only if a second text would do no harm.',
  },
  not_sent: {
    words: 'The carrier could not be reached for a long time',
    action: 'Try again when the connection to the carrier is up.',
  },
  webhook_failed: {
    words: 'What the carrier reported could not be applied',
    action: 'Try again after an update; its text is kept.',
  },
  webhook_aside: {
    words: 'What the carrier reported is about no text of yours, or cannot be read',
    action:
      'Try again after an update. Texts that another program sends from the same account are reported here too; leave those.',
  },
  mail_failed: {
    words: 'The mail could not be delivered',
    action: 'Check the mail settings, then try again.',
  },
  import_failed: { words: 'The import failed', action: 'Upload the file again.' },
};

/** What a code of ours or of the carrier means, and what to do. */
export function failureWords(code: string): { words: string; action: string } {
  return ownWords[code] ?? carrierErrorWords(code);
}

function view(row: DeadRow): DeadLetter {
  const { words, action } = failureWords(row.code);
  const detail = row.kind === 'message' || row.detail === null ? '' : `: ${row.detail}`;
  return {
    id: row.id,
    kind: row.kind,
    subjectId: row.subjectId,
    campaignId: row.campaignId,
    about: row.about,
    code: row.code,
    words: `${words}${detail}`,
    action,
    at: new Date(row.at).toISOString(),
    canRetry: row.kind !== 'import',
  };
}
