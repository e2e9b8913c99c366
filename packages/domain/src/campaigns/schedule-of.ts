import { sql } from 'drizzle-orm';
import type { StartMoment } from '@sms-crm/contracts/campaigns';
import type { TxContext } from '../context/context.ts';
import { readQuietKey } from '../quiet-hours/quiet-key.ts';
import { inAudience } from './audience.ts';
import type { CampaignRow } from './campaign-row.ts';
import { readQuietGroups } from './quiet-groups.ts';
import {
  noRecipients,
  requireExisting,
  requireInTime,
  requireWithinReach,
  type Schedule,
} from './schedule-bounds.ts';

/**
 * When a campaign would start by itself; on the recipients' own clocks, when the first of them has that time.
 *
 * @throws DomainError `invalid_input` when the moment has passed, is too far away or is on no clock
 */
export async function scheduleOf(ctx: TxContext, row: CampaignRow, when: StartMoment): Promise<Schedule> {
  const now = ctx.services.clock.now();
  requireWithinReach(when, now);
  const schedule =
    'at' in when
      ? { scheduledAt: new Date(when.at), scheduleLocal: null }
      : await localSchedule(ctx, row, when.localTime);
  requireInTime(schedule, row, now);
  return schedule;
}

async function localSchedule(ctx: TxContext, row: CampaignRow, scheduleLocal: string): Promise<Schedule> {
  const groups = await readQuietGroups(
    ctx,
    { ...row, scheduleLocal },
    sql`select c.id, c.quiet_key from contacts c where ${inAudience(row)}`,
  );
  requireExisting(
    scheduleLocal,
    groups.flatMap(({ key }) => readQuietKey(key).places.map(({ zone }) => zone)),
  );
  const starts = groups.flatMap(({ startAt }) => startAt?.getTime() ?? []);
  const earliest = starts.reduce<number | null>((least, start) => Math.min(least ?? start, start), null);
  if (earliest === null) throw noRecipients();
  return { scheduledAt: new Date(earliest), scheduleLocal };
}
