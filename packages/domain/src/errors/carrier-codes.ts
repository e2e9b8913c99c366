const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** When a failed text is tried again, and how often at most; the pause doubles each time. `next-carrier-day`: after midnight in Los Angeles. */
export type RetryRule = { after: number | 'next-carrier-day'; most: number };

/** What a carrier's error code makes us do; nothing where a field is absent. */
export type CodeRule = {
  codes: readonly string[];
  /** Tried again by itself, within the recipient's hours and the campaign's end. */
  retry?: RetryRule;
  /**
   * What it says of the phone: never again, not for a month, or not for three months after three such failures over a week.
   * `unless-textable`: never again, but as `after-three` where a look-up knows a line that takes texts. `no-route`: not for three months
   * once numbers of two types had no route to it.
   */
  phone?: 'never' | 'month' | 'after-three' | 'unless-textable' | 'no-route' | 'opted-out';
  /** What it stops until a person has mended it; a country for a day, a campaign `when-all` only if nearly no text of a batch goes. */
  stop?: 'number' | 'account' | 'campaign' | 'campaign-when-all' | 'country';
  /** Who waits besides the text itself: the account, the number, or the brand until the carrier's next day. */
  wait?: { scope: 'account' | 'number'; ms: number } | { scope: 'brand' };
  /** Members are told, for one such failure is worth a look. */
  alert?: true;
  /** The text may have arrived: it is never sent again by itself. */
  mayHaveArrived?: true;
};

/**
 * Twilio's error codes, at the request and in status callbacks (twilio.com/docs/api/errors); one row per class. A code that is not
 * here fails its text and does nothing else: Twilio adds codes without notice. A code counts only beside `failed` or `undelivered` or as
 * the answer to a request: 30018 is a warning that can come with `delivered`.
 */
export const codeRules: readonly CodeRule[] = [
  { codes: ['21211', '21217', '21421', '21614', '21635'], phone: 'never' },
  { codes: ['21612'], phone: 'no-route', stop: 'campaign-when-all' },
  { codes: ['30011'] },
  { codes: ['30006'], phone: 'unless-textable' },
  { codes: ['30005', '30640'], phone: 'never' },
  { codes: ['30003'], phone: 'after-three', retry: { after: 2 * hourMs, most: 1 } },
  { codes: ['30008'], phone: 'after-three', retry: { after: 2 * hourMs, most: 1 } },
  { codes: ['30004'], phone: 'month' },
  { codes: ['21610'], phone: 'opted-out' },
  // Sending a filtered text again makes the filter worse; auto-pause counts these.
  { codes: ['30007'] },
  { codes: ['30032', '30033', '30034', '30035'], stop: 'number' },
  { codes: ['30022'], retry: { after: minuteMs, most: 3 }, wait: { scope: 'number', ms: 10 * secondMs } },
  {
    codes: ['30023', '30027'],
    retry: { after: 'next-carrier-day', most: 3 },
    wait: { scope: 'brand' },
  },
  { codes: ['20429'], retry: { after: secondMs, most: 10 }, wait: { scope: 'account', ms: secondMs } },
  { codes: ['21611', '30001'], retry: { after: minuteMs, most: 5 }, wait: { scope: 'number', ms: minuteMs } },
  { codes: ['14107'], retry: { after: minuteMs, most: 2 } },
  { codes: ['30017'], retry: { after: minuteMs, most: 3 } },
  {
    codes: ['63017', '63018'],
    retry: { after: minuteMs, most: 3 },
    wait: { scope: 'account', ms: 10 * secondMs },
  },
  { codes: ['63038'], retry: { after: 'next-carrier-day', most: 2 }, wait: { scope: 'account', ms: hourMs } },
  { codes: ['30410'], mayHaveArrived: true },
  { codes: ['20500', '20503', '30500', '30020', '30021'], retry: { after: 5 * minuteMs, most: 1 } },
  // Fraud protection blocks for 15 to 30 minutes.
  { codes: ['30450'], retry: { after: 30 * minuteMs, most: 1 }, alert: true },
  // The pauses span 15 hours: any night, wherever the carrier believes the phone to be.
  { codes: ['30610', '30047'], retry: { after: hourMs, most: 4 } },
  { codes: ['30018', '30024', '21408'], stop: 'country' },
  { codes: ['21212', '21606', '21659', '21660'], stop: 'number' },
  { codes: ['20003', '20005', '30002'], stop: 'account' },
  {
    codes: [
      '21701',
      '21702',
      '21703',
      '21704',
      '21705',
      '21706',
      '21707',
      '21708',
      '21709',
      '21710',
      '21711',
      '21712',
    ],
    stop: 'account',
  },
  { codes: ['21608', '30010'], stop: 'campaign' },
  { codes: ['21602', '21617', '21619', '21620', '21623', '30019'], stop: 'campaign' },
];

const byCode = new Map(codeRules.flatMap((rule) => rule.codes.map((code) => [code, rule] as const)));
const nothing: CodeRule = { codes: [] };

/** What to do about a carrier's error code; nothing for codes nobody knows. */
export function codeRule(code: string): CodeRule {
  return byCode.get(code) ?? nothing;
}
