import { randomUUID } from 'node:crypto';
import { campaignLinks } from '@sms-crm/db/tables/campaigns';
import { messages } from '@sms-crm/db/tables/messages';
import { withTenant } from '@sms-crm/db/transaction';
import type { ClickVerdict } from '@sms-crm/contracts/clicks';
import { withTransaction, type Context } from '../src/context/context.ts';
import { newHitId } from '../src/links/hit-id.ts';
import type { Hit } from '../src/links/hit-stream.ts';
import { findDrift } from '../src/reports/recount.ts';
import type { TestServices } from '../src/testing/kit.ts';
import { newSender, rowsOf, type Sender } from './webhook-kit.ts';

export const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
export const android =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';

/** A moment an hour after the test's texts were sent; the hits of a test are told by their distance from it, ms. */
export const start = Date.now() + 3_600_000;

/** A campaign with two links and its recipients, each with a code of each link. */
export async function newCampaign(services: TestServices, recipients: number) {
  const sender = await newSender(services);
  const links = [randomUUID(), randomUUID()] as const;
  await withTenant(services.app, sender.tenantId, (db) =>
    db.insert(campaignLinks).values(
      links.map((id, position) => ({
        tenantId: sender.tenantId,
        id,
        campaignId: sender.campaignId,
        position,
        url: `https://shop.example/${position}`,
      })),
    ),
  );
  const texts = Array.from({ length: recipients }, () => ({
    id: randomUUID(),
    codes: [randomUUID(), randomUUID()] as const,
  }));
  await withTenant(services.app, sender.tenantId, (db) =>
    db.insert(messages).values(
      texts.map(({ id }) => ({
        tenantId: sender.tenantId,
        id,
        campaignId: sender.campaignId,
        direction: 'outbound' as const,
        kind: 'campaign-marketing' as const,
        status: 'delivered' as const,
        phone: '+14155552671',
        handedOverAt: new Date(start - 3_600_000),
      })),
    ),
  );
  return { ...sender, links, texts };
}

export type Scene = Awaited<ReturnType<typeof newCampaign>>;

/** A tap: of which recipient, when, on which of both links, from where and with what. */
export type Tap = { text: number; ms: number; link?: 0 | 1; ip?: string; agent?: string; hints?: string };

export function hitOf(scene: Scene, tap: Tap): Hit {
  const { text, ms, link = 0, ip = '81.2.69.10', agent = iPhone, hints = '' } = tap;
  const own = scene.texts[text];
  if (own === undefined) throw new Error(`no recipient ${text}`);
  return {
    id: newHitId(start + ms),
    at: start + ms,
    tenantId: scene.tenantId,
    linkId: own.codes[link],
    campaignId: scene.campaignId,
    campaignLinkId: scene.links[link],
    messageId: own.id,
    ip,
    agent,
    hints,
  };
}

/** What each hit was found to be, in the order of the hits given. */
export async function verdictsOf(
  services: TestServices,
  scene: Sender,
  hits: readonly Hit[],
): Promise<(ClickVerdict | undefined)[]> {
  const rows = await rowsOf<{ id: string; verdict: ClickVerdict }>(
    services,
    scene,
    'select id, verdict from clicks where tenant_id = $1',
  );
  const byId = new Map(rows.map((row) => [row.id, row.verdict]));
  return hits.map((hit) => byId.get(hit.id));
}

/** Sums of the click counters, those of one metric as one number. */
export async function countersOf(services: TestServices, sender: Sender): Promise<Record<string, number>> {
  const rows = await rowsOf<{ metric: string; value: number }>(
    services,
    sender,
    `select metric, sum(value)::int as value from campaign_hourly
     where tenant_id = $1 and metric like 'click-%' group by 1 having sum(value) <> 0 order by 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.metric, row.value]));
}

/** Counters that do not say what the clicks say; those of messages are left out, which these scenes do not count. */
export async function clickDrift(ctx: Context, campaignId: string) {
  const drifts = await withTransaction(ctx, (ctx) => findDrift(ctx, campaignId));
  return drifts.filter(({ metric }) => metric.startsWith('click-'));
}
