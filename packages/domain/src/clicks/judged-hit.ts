import { sql } from 'drizzle-orm';
import type { HitFacts } from './facts.ts';
import type { Judgement } from './judgement.ts';

/** A hit with what it was found to be. */
export type JudgedHit = HitFacts & Judgement;

/** The columns of the row `c` of clicks that make a judged hit. */
export const judgedColumns = sql`c.id, (extract(epoch from c.clicked_at) * 1000)::float8 as at, c.short_link_id as "linkId",
  c.campaign_id as "campaignId", c.campaign_link_id as "campaignLinkId", c.message_id as "messageId", c.ip, c.net, c.network,
  c.country, c.device, coalesce(c.user_agent, '') as agent, coalesce(c.hints, '') as hints, c.age_ms::float8 as "ageMs", c.verdict, c.reason`;
