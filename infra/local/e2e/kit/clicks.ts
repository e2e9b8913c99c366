import { Redis } from 'ioredis';
import { decodeEntry, hitStream } from '@sms-crm/domain/links/hit-stream';
import { waitUntil } from '../../src/wait-until.ts';
import type { Lab } from './lab.ts';
import { readMetric } from './metric.ts';

/** What a dead connection took along is taken over after 30 s, ms. */
const settledMs = 120_000;

/** Waits until every click that was handed over is recorded: none waits in the redirect process, in Redis or in the database. */
export async function clicksSettled(lab: Lab): Promise<void> {
  const redis = new Redis(lab.setup.redisUrl);
  const look = async () => {
    // In the order in which clicks travel, so that none slips by between two looks.
    const waiting = await readMetric(lab, 'shortener', 'sms_clicks_waiting');
    const streamed = await unrecorded(lab, redis);
    const { rows } = await lab.database.owner.query('select from click_spool');
    const places = { waiting, streamed, spooled: rows.length };
    if (waiting + streamed + rows.length > 0) throw new Error(JSON.stringify(places));
  };
  const what = 'the record of all clicks';
  await waitUntil(look, { what, deadlineMs: settledMs }).finally(() => redis.disconnect());
}

/** Clicks of the stream that are not recorded; those that are may stand there a while. */
async function unrecorded(lab: Lab, redis: Redis): Promise<number> {
  const entries = await redis.xrange(hitStream, '-', '+');
  const ids = entries.flatMap(([, fields]) => decodeEntry(fields).hits.map(({ id }) => id));
  const { rows } = await lab.database.owner.query(
    'select from unnest($1::uuid[]) as hit (id) where not exists (select from clicks c where c.id = hit.id)',
    [ids],
  );
  return rows.length;
}

/** Clicks in the database since a moment, and texts with more than one of them. */
export async function recordedClicks(
  lab: Lab,
  { campaignId, since }: { campaignId: string; since: string },
): Promise<{ clicks: number; textsWithMore: number }> {
  const { rows } = await lab.database.owner.query<{ clicks: number; textsWithMore: number }>(
    `select coalesce(sum(n), 0)::int as clicks, count(*) filter (where n > 1)::int as "textsWithMore" from (
       select count(*) as n from clicks where campaign_id = $1 and clicked_at >= $2 group by message_id) as of_texts`,
    [campaignId, since],
  );
  return rows[0] ?? { clicks: 0, textsWithMore: 0 };
}

/** What the report has to say of a campaign's clicks, counted anew. */
export async function recountedClicks(lab: Lab, campaignId: string): Promise<Record<string, number>> {
  const { rows } = await lab.database.owner.query<Record<string, number>>(
    `select count(*) filter (where verdict = 'human')::int as human, count(*) filter (where verdict = 'duplicate')::int as duplicate,
       count(*) filter (where verdict not in ('human', 'duplicate'))::int as bot, count(*)::int as "all",
       count(distinct message_id) filter (where verdict = 'human')::int as recipients
     from clicks where campaign_id = $1`,
    [campaignId],
  );
  return rows[0] ?? {};
}
