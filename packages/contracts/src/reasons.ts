import { z } from 'zod';

/** Why a recipient of an audience did not get the message, for good. */
export const skipReasonWords = {
  do_not_contact: 'On the do-not-contact list',
  consent_unknown: 'No record that they agreed to marketing texts',
  consent_revoked: 'Withdrew their agreement to marketing texts',
  frequency_cap: 'Had as many texts as a suppression rule allows in its time',
  recently_messaged: 'Was texted too recently for a suppression rule',
  recently_engaged: 'Clicked or replied too recently for a suppression rule',
  area_code: 'Their area code is left out by a suppression rule',
  suppressed_tag: 'One of their tags is left out by a suppression rule',
  landline: 'Their phone is a landline, which takes no texts',
  unreachable_phone: 'The carrier says that texts cannot reach this phone',
  country_stopped: 'The carrier does not let this account text their country',
  no_common_window: 'Could be in places that have no hour in common in which texting is allowed',
  over_budget: 'The budget did not allow it, and the campaign does not wait',
  campaign_ended: 'The campaign ended before their turn',
  empty_body: 'The text came out empty after filling in the merge fields',
  body_too_long: 'The text is longer than 1,600 characters after filling in the merge fields',
  unsafe_link: 'A link in the text leads where none may lead',
  no_number: 'No sending number was usable',
  account_not_live:
    'The carrier account of the number is not live, or not the one the campaign was started with',
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
  local_time: 'It is not yet the campaign’s hour on their own clock',
  quiet_hours: 'It is not an hour in which they may be texted',
  legal_maximum: 'Had as many marketing texts in 24 hours as the law of their state allows',
  budget: 'The budget is used up; it goes on when the next day or month begins',
  warm_up: "Today's share of the number's warm-up is used up",
  carrier_cap: "Today's cap of the carrier for this registration is used up",
  rate_limit: 'As fast as the carrier takes them',
  number_stopped: 'The carrier blocked the sending number; nothing is moved to another one',
  account_stopped: 'The carrier refuses this account; see Settings › Carrier',
} as const satisfies Record<string, string>;

/** What decides when a campaign finishes, foretold: nothing of it need have happened yet. */
export const finishReasonWords: Record<WaitReason, string> = {
  ...waitReasonWords,
  quiet_hours: 'Some have to wait for hours in which they may be texted',
  legal_maximum: 'Some have to wait: their state allows no more marketing texts in 24 hours',
  budget: 'The budget does not allow all of it at once',
  warm_up: 'The warm-up of the number does not allow all of it in a day',
  carrier_cap: 'The carrier’s daily cap does not allow all of it in a day',
};

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
