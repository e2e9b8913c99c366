import { messageStatusWords } from '@sms-crm/contracts/message-status';
import type { CampaignMessage } from '@sms-crm/contracts/messages';
import { maxPageSize } from '@sms-crm/contracts/paging';
import { requirePermission } from '../context/actor.ts';
import { audit } from '../context/audit.ts';
import { withTransaction, type Context } from '../context/context.ts';
import { csvLines } from '../csv/write.ts';
import { readDeeds, type Deeds } from '../messages/deeds.ts';
import { listCampaignMessages } from '../messages/list-of-campaign.ts';
import { findCampaign } from './campaign-row.ts';

const header = [
  'phone',
  'name',
  'status',
  'reason',
  'error_code',
  'error',
  'clicked',
  'replied',
  'opted_out',
  'parts',
  'cost_usd',
  'body',
];

const microsPerDollar = 1_000_000;

/**
 * Everyone in a campaign's audience with what became of them.
 *
 * @returns the CSV in pieces, one page of the list each; errors before the first piece are thrown at once
 */
export async function exportCampaign(ctx: Context, input: { id: string }): Promise<AsyncIterable<string>> {
  requirePermission(ctx, 'messages:export');
  await withTransaction(ctx, async (ctx) => {
    const row = await findCampaign(ctx, input.id);
    await audit(ctx, { action: 'campaign.export', target: { type: 'campaign', id: row.id } });
  });
  return pieces(ctx, input.id);
}

async function* pieces(ctx: Context, id: string): AsyncGenerator<string> {
  yield csvLines([header]);
  let cursor: string | undefined;
  do {
    const page = await listCampaignMessages(ctx, { id, limit: maxPageSize, cursor });
    const deeds = await deedsOf(ctx, page.items);
    yield csvLines(page.items.map((message) => cells(message, deeds.get(message.id))));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function deedsOf(ctx: Context, items: readonly CampaignMessage[]): ReturnType<typeof readDeeds> {
  const sent = items.filter(({ body }) => body !== null).map(({ id }) => id);
  return withTransaction(ctx, (ctx) => readDeeds(ctx, sent));
}

function cells(message: CampaignMessage, deeds: Deeds | undefined): string[] {
  const cost = message.costMicros === null ? '' : (message.costMicros / microsPerDollar).toFixed(6);
  return [
    message.to,
    message.contactName,
    messageStatusWords[message.status],
    message.reasonWords ?? message.waitsFor?.words ?? '',
    message.errorCode ?? '',
    message.errorWords ?? '',
    yesNo(deeds?.clicked),
    yesNo(deeds?.replied),
    yesNo(deeds?.optedOut),
    String(message.parts),
    cost,
    message.body ?? '',
  ];
}

function yesNo(did: boolean | undefined): string {
  return did === true ? 'yes' : 'no';
}
