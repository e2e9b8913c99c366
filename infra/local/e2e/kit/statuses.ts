import { z } from 'zod';
import { control } from './client.ts';
import type { Lab } from './lab.ts';

const page = z.object({
  items: z.array(z.object({ sid: z.string(), status: z.string(), errorCode: z.number().nullable() })),
  nextCursor: z.string().nullable(),
});

/** How the texts of a lab ended: status and error code by the carrier's id. */
export type Endings = Record<string, string>;

/** As the carrier's own list says it. */
export async function carrierEndings(lab: Lab): Promise<Endings> {
  const endings: Endings = {};
  let cursor: string | null = '';
  while (cursor !== null) {
    const from = cursor === '' ? '' : `&cursor=${cursor}`;
    const found: z.infer<typeof page> = page.parse(
      await control(lab, `/messages?direction=outbound-api&limit=1000${from}`),
    );
    for (const { sid, status, errorCode } of found.items) endings[sid] = `${status} ${errorCode ?? ''}`;
    cursor = found.nextCursor;
  }
  return endings;
}

/** As our rows say it. */
export async function ourEndings(lab: Lab): Promise<Endings> {
  const { rows } = await lab.database.owner.query<{ sid: string; ending: string }>(
    `select coalesce(carrier_message_id, id::text) as sid, status || ' ' || coalesce(error_code, '') as ending
     from messages where direction = 'outbound'`,
  );
  return Object.fromEntries(rows.map(({ sid, ending }) => [sid, ending]));
}

/** Texts that ended otherwise at the carrier than with us, with both endings. */
export async function endingsApart(lab: Lab): Promise<Endings> {
  const [theirs, ours] = await Promise.all([carrierEndings(lab), ourEndings(lab)]);
  const sids = new Set([...Object.keys(theirs), ...Object.keys(ours)]);
  const apart = [...sids].filter((sid) => theirs[sid] !== ours[sid]);
  return Object.fromEntries(apart.map((sid) => [sid, `${theirs[sid]} there, ${ours[sid]} here`]));
}

/** What is told of one text more than once. */
export async function doubledEvents(lab: Lab): Promise<unknown[]> {
  const { rows } = await lab.database.owner.query<Record<string, unknown>>(
    `select message_id, attempt, type, detail, error_code, count(*)::int as n from message_events
     group by 1, 2, 3, 4, 5 having count(*) > 1 limit 20`,
  );
  return rows;
}

/** Status callbacks in the database, and those of them that are still to be applied. */
export async function storedCallbacks(lab: Lab): Promise<{ stored: number; open: number }> {
  const { rows } = await lab.database.owner.query<{ stored: number; open: number }>(
    `select count(*)::int as stored, count(*) filter (where applied_at is null)::int as open
     from webhook_events where kind = 'status'`,
  );
  return rows[0] ?? { stored: 0, open: 0 };
}
