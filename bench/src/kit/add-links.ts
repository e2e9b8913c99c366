import type { Ground } from './ground.ts';
import type { Installation } from './installation.ts';
import { codeSql } from './link-codes.ts';

/** Where they lead, up to their number. */
const destination = 'https://shop.example/sale?utm_source=sms&utm_medium=sms&n=';

/** Links made by one statement. */
const chunk = 500_000;

/** A campaign that was sent, whose texts hold the links. */
export async function addCampaign(installation: Installation, ground: Ground): Promise<string> {
  const { owner } = installation.database;
  const { rows } = await owner.query<{ id: string }>(
    `with campaign as (
       insert into campaigns (tenant_id, name, template, status, created_by, launched_at, frozen_at, completed_at)
       values ($1, 'Bench', 'Sale: https://shop.example/sale', 'completed', 'bench', now(), now(), now()) returning tenant_id, id
     )
     insert into campaign_links (tenant_id, campaign_id, position, url)
     select tenant_id, id, 0, 'https://shop.example/sale' from campaign returning campaign_id as id`,
    [ground.tenantId],
  );
  return rows[0]?.id ?? '';
}

/** Texts with a link each, with the numbers from `from` up to `to`; only the first `withTexts` have a row in `messages`. */
export async function addLinks(
  installation: Installation,
  { campaignId, from, to, withTexts }: { campaignId: string; from: number; to: number; withTexts: number },
): Promise<void> {
  const { owner } = installation.database;
  for (let start = from; start < to; start += chunk) {
    await owner.query(
      `with made as (
         insert into short_links (tenant_id, code, campaign_id, campaign_link_id, message_id, contact_id, url)
         select l.tenant_id, ${codeSql('n')}, l.campaign_id, l.id, uuidv7(), uuidv7(),
           '${destination}' || n
         from campaign_links l, generate_series($2::bigint, $3::bigint - 1) n where l.campaign_id = $1
         returning tenant_id, campaign_id, message_id, contact_id, right(url, -${destination.length})::bigint as n
       )
       insert into messages (tenant_id, id, campaign_id, contact_id, direction, kind, status, phone)
       select tenant_id, message_id, campaign_id, contact_id, 'outbound', 'campaign-marketing', 'delivered', '+12125550100'
       from made where n < $4`,
      [campaignId, start, Math.min(to, start + chunk), withTexts],
    );
  }
  await owner.query('vacuum analyze short_links, messages');
  await owner.query('checkpoint');
}
