import type pg from 'pg';
import { encodeHits, type Hit } from './hit-stream.ts';

/** Hits put into the spool by one statement. */
export const mostSpooled = 2_000;

const insertion = {
  name: 'spool-hits',
  text: `insert into click_spool (tenant_id, id, hits)
    select s.tenant_id, s.id, s.hits from unnest($1::uuid[], $2::uuid[], $3::text[]) as s (tenant_id, id, hits)
    on conflict do nothing`,
};

/**
 * Keeps hits in the database until a job records them: their way while Redis is away. A row has the id of its last hit: the
 * same batch put in again after an answer that got lost stands there once, one that has grown meanwhile gets a row of its own.
 *
 * @param system a pool of the system role
 */
export async function spoolHits(system: pg.Pool, hits: readonly Hit[]): Promise<void> {
  const rows = [...Map.groupBy(hits, (hit) => hit.tenantId)].flatMap(([tenantId, own]) => {
    const last = own.at(-1);
    return last === undefined ? [] : [{ tenantId, id: last.id, hits: encodeHits(own) }];
  });
  await system.query({
    ...insertion,
    values: [rows.map((row) => row.tenantId), rows.map((row) => row.id), rows.map((row) => row.hits)],
  });
}
