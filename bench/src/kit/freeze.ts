import { freezePaused } from './campaign.ts';
import type { Installation } from './installation.ts';
import { newGround } from './measure.ts';
import { median } from './median.ts';

/** Contacts frozen, and written plainly, in turns; the order changes so that neither always comes first. */
const rounds = 3;

/**
 * How fast an audience is frozen, beside one plain `insert … select` of the same rows into the same table with the same indexes in
 * chunks of the same size. Medians of the rounds, rows a second.
 */
export async function measureFreeze(
  installation: Installation,
  contacts: number,
): Promise<{ freeze: number; plain: number }> {
  const freezes: number[] = [];
  const plains: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const ground = await newGround(installation, contacts);
    await installation.settle();
    if (round % 2 === 1) plains.push(await insertPlainly(installation, ground.tenantId, contacts));
    freezes.push((await freezePaused(installation, ground)).freezeSeconds);
    if (round % 2 === 0) plains.push(await insertPlainly(installation, ground.tenantId, contacts));
  }
  return { freeze: contacts / median(freezes), plain: contacts / median(plains) };
}

const chunk = 10_000;

/** Before every id. */
const firstId = '00000000-0000-0000-0000-000000000000';

/** @returns seconds */
async function insertPlainly(
  { database: { owner } }: Installation,
  tenantId: string,
  contacts: number,
): Promise<number> {
  const { rows } = await owner.query<{ id: string }>('select uuidv7() as id');
  const campaignId = rows[0]?.id ?? '';
  const { rows: ends } = await owner.query<{ id: string }>(
    `select id from (select id, row_number() over (order by id) as nth from contacts where tenant_id = $1)
     where nth % $2 = 0 or nth = $3 order by id`,
    [tenantId, chunk, contacts],
  );
  const startedAt = performance.now();
  let after = firstId;
  for (const { id } of ends) {
    await owner.query(
      `insert into messages (tenant_id, campaign_id, contact_id, direction, kind, status, phone)
       select tenant_id, $2, id, 'outbound', 'campaign-marketing', 'queued', phone from contacts
       where tenant_id = $1 and id > $3 and id <= $4 order by id`,
      [tenantId, campaignId, after, id],
    );
    after = id;
  }
  return (performance.now() - startedAt) / 1_000;
}
