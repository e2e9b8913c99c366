import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listCampaignReplies } from '../src/conversations/campaign-replies.ts';
import { listConversations } from '../src/conversations/list.ts';
import { withTransaction, type Context } from '../src/context/context.ts';
import { createTestServices, newContext, type TestServices } from '../src/testing/kit.ts';

let services: TestServices;
let ctx: Context;
const campaignId = randomUUID();
const memberId = randomUUID();
const statements: { text: string; values: unknown[] }[] = [];

/** Threads of which most are of the kinds that are many in life: answered and closed. */
const fill = [
  `insert into campaigns (tenant_id, id, name, created_by) values ($1, $2, 'Spring', 'test')`,
  `insert into conversations (tenant_id, phone, number_phone, last_message_id, last_direction, last_text, last_at, unread,
     closed_at, failed_message_id, campaign_id, assigned_to)
   select $1, '+1202' || (5000000 + n), '55501', uuidv7(make_interval(secs => n - 200000)), case when n % 10 = 0 then 'inbound' else 'outbound' end, 'Hi', now(),
     case when n % 50 = 0 then 1 else 0 end, case when n % 3 = 0 then now() end, case when n % 5000 = 0 then uuidv7() end,
     case when n % 4000 = 0 then $2::uuid when n % 2 = 0 then uuidv7() end, case when n % 1000 = 0 then $3::uuid end
   from generate_series(1, 200000) n`,
  `insert into conversation_words (tenant_id, word, conversation_id)
   select $1, case when right(phone, 1) = '7' then 'order' else 'word' || right(phone, 4) end, id from conversations where tenant_id = $1`,
  `insert into contacts (tenant_id, phone) select $1, phone from conversations where tenant_id = $1 and right(phone, 2) = '00'`,
  `insert into contact_words (tenant_id, word, contact_id) select $1, 'name' || right(phone, 4), id from contacts where tenant_id = $1`,
];

beforeAll(async () => {
  services = await createTestServices();
  ctx = await newContext(services);
  const owner = await services.database.owner.connect();
  // Foreign keys are asked for each row, which takes longer than all the rest.
  await owner.query("set session_replication_role = 'replica'");
  const values = [ctx.tenantId, campaignId, memberId];
  for (const statement of fill) {
    const used = values.filter((_, index) => statement.includes(`$${index + 1}`));
    await owner.query(statement, used);
  }
  await owner.query("set session_replication_role = 'origin'");
  await owner.query('analyze campaigns, conversations, conversation_words, contacts, contact_words');
  owner.release();
  services.app.on('connect', record);
}, 300_000);
afterAll(() => services.close());

function record(client: PoolClient): void {
  const query = client.query.bind(client);
  const recording = (config: unknown, values: unknown) => {
    const text = typeof config === 'object' && config !== null && 'text' in config ? config.text : undefined;
    if (typeof text === 'string') statements.push({ text, values: Array.isArray(values) ? values : [] });
    const answer: unknown = Reflect.apply(query, client, [config, values]);
    return answer;
  };
  Reflect.set(client, 'query', recording);
}

/** How PostgreSQL runs the statements on threads behind `work`, as the role of the processes, and the pages it touches. */
async function plansOf(
  work: () => Promise<unknown>,
  wanted: RegExp,
): Promise<{ pages: number; plans: string }> {
  statements.length = 0;
  await work();
  const own = statements.filter(({ text }) => wanted.test(text));
  expect(own.length).toBeGreaterThan(0);
  return withTransaction(ctx, async (ctx) => {
    const found = { pages: 0, plans: '' };
    for (const { text, values } of own) {
      const { rows } = await ctx.tx.db.$client.query<{ 'QUERY PLAN': string }>(
        `explain (analyze, buffers, costs off, timing off, summary off) ${text}`,
        values,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      // The first line of buffers is that of the whole statement.
      found.pages += Number(/shared hit=(\d+)/.exec(plan)?.[1] ?? 0);
      found.plans += plan;
    }
    return found;
  });
}

/** So many pages are a fraction of what 200 000 threads stand on. */
const mostPages = 2_000;

const filters: [string, Parameters<typeof listConversations>[1]][] = [
  ['all', { list: 'all', limit: 50 }],
  ['open', { list: 'open', limit: 50 }],
  ['waiting', { list: 'waiting', limit: 50 }],
  ['unread', { list: 'unread', limit: 50 }],
  ['failed', { list: 'failed', limit: 50 }],
  ['closed', { list: 'closed', limit: 50 }],
  ['of a member', { list: 'all', limit: 50, assigned: memberId }],
  ['open ones of nobody', { list: 'open', limit: 50, assigned: 'nobody' }],
  ['that answer a campaign', { list: 'all', limit: 50, campaignId }],
  ['by the end of a phone', { list: 'all', limit: 50, q: '123456' }],
  ['by a rare word', { list: 'all', limit: 50, q: 'word1234' }],
  ['by a contact’s name', { list: 'all', limit: 50, q: 'name1200' }],
];

test.each(filters)('threads %s are read through an index, 200 000 or not', async (_name, query) => {
  const { pages, plans } = await plansOf(() => listConversations(ctx, query), /left join/);
  expect(plans).not.toMatch(/Seq Scan on conversations/);
  expect(pages).toBeLessThan(mostPages);
});

test('the sizes of the lists and the campaigns that were answered cost the same in any inbox', async () => {
  const query = { list: 'open', limit: 50 } as const;
  const { counts } = await listConversations(ctx, query);
  expect(counts).toEqual({ all: 500, open: 500, waiting: 500, closed: 500, unread: 500, failed: 40 });
  const sizes = await plansOf(() => listConversations(ctx, query), /as "unread"/);
  const campaigns = await plansOf(() => listCampaignReplies(ctx), /recursive/);
  expect(sizes.plans).not.toMatch(/Seq Scan on conversations|Sort/);
  expect(campaigns.plans).not.toMatch(/Seq Scan on conversations/);
  expect(campaigns.pages).toBeLessThan(mostPages);
});
