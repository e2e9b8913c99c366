import { z } from 'zod';

/** Why a recipient of an audience did not get the message, for good. */
export const skipReasonWords = {
  do_not_contact: 'On the do-not-contact list',
  consent_unknown: 'No record that they agreed to marketing texts',
  consent_revoked: 'Withdrew their agreement to marketing texts',
  empty_body: 'The text came out empty after filling in the merge fields',
  body_too_long: 'The text is longer than 1,600 characters after filling in the merge fields',
  no_number: 'No sending number was usable',
  too_late: 'The time it was meant for had passed before its turn',
  carrier_refused: 'The carrier refused the request',
  canceled: 'The campaign was canceled before their turn',
} as const satisfies Record<string, string>;

/** Why a recipient still waits. */
export const waitReasonWords = {
  in_line: 'In line to be sent',
  being_sent: 'Being handed to the carrier now',
  outcome_unknown: 'Sent, but the carrier did not answer; being checked with the carrier',
  paused: 'The campaign is paused',
  kill_switch: 'The kill switch is on',
  retry_later: 'The carrier asked to try again later',
  scheduled: 'The campaign has not started yet',
} as const satisfies Record<string, string>;

export type SkipReason = keyof typeof skipReasonWords;
export type WaitReason = keyof typeof waitReasonWords;

export const skipReasons = Object.keys(skipReasonWords).filter(
  (key): key is SkipReason => key in skipReasonWords,
);
export const waitReasons = Object.keys(waitReasonWords).filter(
  (key): key is WaitReason => key in waitReasonWords,
);

export const skipReason = z.enum(skipReasons);
export const waitReason = z.enum(waitReasons);
