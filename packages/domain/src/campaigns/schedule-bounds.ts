import type { StartMoment } from '@sms-crm/contracts/campaigns';
import { DomainError } from '../context/errors.ts';
import { skippedTime } from '../quiet-hours/skipped-time.ts';
import type { CampaignRow } from './campaign-row.ts';

export type Schedule = { scheduledAt: Date; scheduleLocal: string | null };

/** That of a campaign which starts when it is launched. */
export const noSchedule = { scheduledAt: null, scheduleLocal: null };

const dayMs = 86_400_000;

/** So far ahead a campaign may be scheduled, days: a year, and room for a leap day. What lies further off is a slip of the keyboard. */
const mostDaysAhead = 366;

/** The clocks of the world are at most so far from UTC, ms; a local time is judged without asking where anybody is. */
const mostOffsetMs = 14 * 3_600_000;

/** @throws DomainError `invalid_input` for a moment no campaign can wait for, whatever its audience */
export function requireWithinReach(when: StartMoment, now: Date): void {
  const isLocal = 'localTime' in when;
  const ahead = Date.parse(isLocal ? `${when.localTime}:00Z` : when.at) - now.getTime();
  if (ahead < -mostOffsetMs) throw hasPassed(isLocal);
  if (ahead <= mostDaysAhead * dayMs) return;
  throw refused(isLocal, {
    detail: `That is too far away. Choose a moment within the next ${mostDaysAhead} days.`,
    why: `is more than ${mostDaysAhead} days ahead`,
  });
}

/** @throws DomainError `invalid_input` for a start that has passed or does not come before the campaign's own end */
export function requireInTime({ scheduledAt, scheduleLocal }: Schedule, row: CampaignRow, now: Date): void {
  const isLocal = scheduleLocal !== null;
  if (scheduledAt <= now) throw hasPassed(isLocal);
  if (row.endsAt === null || row.endsAt > scheduledAt) return;
  throw refused(isLocal, {
    detail: 'The campaign would end before it starts. Choose an earlier start or a later end.',
    why: 'is not before the end',
  });
}

/** @throws DomainError `invalid_input` for a time that clocks in one of these zones skip when they are put forward */
export function requireExisting(localTime: string, zones: readonly string[]): void {
  for (const zone of new Set(zones)) {
    const shown = skippedTime(localTime, zone);
    if (shown === null) continue;
    throw refused(true, {
      detail: `${clockWords(localTime)} does not exist in ${zone}: the clocks there are put forward to ${clockWords(shown)}. Choose that, or another time.`,
      why: `does not exist in ${zone}`,
    });
  }
}

function clockWords(local: string): string {
  return local.replace('T', ' ');
}

/** The audience ran empty while the campaign was being scheduled. */
export function noRecipients(): DomainError {
  return refused(true, {
    detail:
      'Nobody is in the audience, so there is no clock to go by. Add contacts or choose another audience.',
    why: 'is the time of nobody',
  });
}

function hasPassed(isLocal: boolean): DomainError {
  return refused(isLocal, {
    detail: isLocal
      ? 'That time has passed already where some recipients are. Choose a later one, or launch the campaign now.'
      : 'That moment has passed. Choose a later one, or launch the campaign now.',
    why: 'has passed',
  });
}

function refused(isLocal: boolean, { detail, why }: { detail: string; why: string }): DomainError {
  return new DomainError('invalid_input', {
    detail,
    fields: [{ field: isLocal ? 'localTime' : 'at', detail: why }],
  });
}
