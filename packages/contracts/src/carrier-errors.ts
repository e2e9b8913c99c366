/** What a carrier's error code means, and what to do about it. */
export type CarrierErrorWords = { words: string; action: string };

const badPhone = {
  words: 'The phone number does not exist or cannot receive texts',
  action: 'Correct the number of these contacts or remove them.',
};
const unregistered = {
  words: 'The sending number is not registered with the carriers',
  action: 'Stop sending from this number until its registration is complete; failed texts are billed.',
};
const tooFast = {
  words: 'Texts were sent faster than the carrier allows',
  action: 'Wait, then send more slowly or from a number with a higher rate.',
};
const dailyCap = {
  words: 'The daily limit of T-Mobile for your brand was reached',
  action: 'Send the rest after midnight Pacific time.',
};
const carrierTrouble = {
  words: 'The carrier had a fault of its own',
  action: 'Nothing to change; try these recipients again later.',
};
const badSender = {
  words: 'The sending number cannot be used for this text',
  action: 'Choose another sending number, or check in the carrier’s console that it belongs to your account.',
};
const accountRefused = {
  words: 'The carrier refused your account',
  action: 'Check the credentials and the state of your account in the carrier’s console.',
};
const badService = {
  words: 'The messaging service of your numbers is missing or has no number for this text',
  action: 'Mend the messaging service in the carrier’s console.',
};
const capNears = {
  words: 'Most of the daily limit of T-Mobile for your brand is used',
  action: 'Keep the rest of today for what cannot wait until midnight Pacific time.',
};
const badContent = {
  words: 'The carrier could not take this text',
  action: 'Shorten or change the template.',
};

/** Error codes of Twilio, at the request and in status callbacks. */
const words: Readonly<Record<string, CarrierErrorWords>> = {
  '20003': accountRefused,
  '20005': accountRefused,
  '20429': tooFast,
  '20500': carrierTrouble,
  '20503': carrierTrouble,
  '21211': badPhone,
  '21217': badPhone,
  '21421': badPhone,
  '21614': badPhone,
  '21635': { ...badPhone, words: 'The phone is a landline that cannot receive texts' },
  '21408': {
    words: 'Your account may not send to this country',
    action: 'Allow the country in the carrier’s console, or leave these contacts out.',
  },
  '21606': badSender,
  '21212': badSender,
  '21659': badSender,
  '21660': badSender,
  '21701': badService,
  '21702': badService,
  '21703': badService,
  '21704': badService,
  '21705': badService,
  '21706': badService,
  '21707': badService,
  '21708': badService,
  '21709': badService,
  '21710': badService,
  '21711': badService,
  '21712': badService,
  '21608': {
    words: 'A trial account may only text verified numbers',
    action: 'Upgrade the account at the carrier.',
  },
  '21610': {
    words: 'The recipient opted out at the carrier',
    action: 'They are on the do-not-contact list now; only their own START brings them back.',
  },
  '21611': tooFast,
  '21612': {
    words: 'The carrier has no route from this number to the recipient',
    action: 'Try another type of sending number for these recipients.',
  },
  '21602': badContent,
  '21617': badContent,
  '21619': badContent,
  '21620': badContent,
  '21623': badContent,
  '30001': tooFast,
  '30002': { ...accountRefused, words: 'Your account at the carrier is suspended' },
  '30003': {
    words: 'The phone was switched off or out of reach',
    action: 'Try again in a few hours; remove contacts that stay out of reach for a week.',
  },
  '30004': {
    words: 'The recipient or their carrier blocks texts',
    action: 'Do not send again; ask them another way.',
  },
  '30005': {
    words: 'The phone number is not in service',
    action: 'Remove these contacts; many of them point to an old list.',
  },
  '30006': {
    words: 'A landline, or a carrier that cannot be reached',
    action: 'Remove these contacts; they cannot receive texts.',
  },
  '30007': {
    words: 'Filtered as unwanted by a carrier',
    action:
      'Do not send it again. Before the next campaign, review the text, its links and how these people agreed.',
  },
  '30008': {
    words: 'Not delivered for a reason the carrier does not name',
    action: 'Try once more later; remove contacts for whom it keeps failing.',
  },
  '30010': {
    words: 'The price was above the limit set at the carrier',
    action: 'Raise the limit in the carrier’s console.',
  },
  '30011': {
    words: 'The recipient’s carrier does not take pictures',
    action: 'Send them a text without pictures.',
  },
  '30017': tooFast,
  '30018': {
    words: 'The sender is not registered in the recipient’s country',
    action: 'Register the sender for this country; the text may still have arrived.',
  },
  '30019': badContent,
  '30020': carrierTrouble,
  '30021': carrierTrouble,
  '30022': tooFast,
  '30023': dailyCap,
  '30024': {
    words: 'The sender is not registered in the recipient’s country',
    action: 'Register the sender for this country.',
  },
  '30025': capNears,
  '30026': capNears,
  '30027': dailyCap,
  '30032': { ...unregistered, words: 'The toll-free number is not verified' },
  '30033': { ...unregistered, words: 'The registration of the sending number is suspended' },
  '30034': unregistered,
  '30035': { ...unregistered, words: 'The registration of the sending number is not active yet' },
  '30047': {
    words: 'The carrier could not move the text out of its quiet hours',
    action: 'Send within the allowed hours of the recipient.',
  },
  '30410': {
    words: 'The carrier gave up to avoid sending twice',
    action: 'It may have arrived; do not send it again blindly.',
  },
  '30450': {
    words: 'Blocked for half an hour by the carrier’s fraud protection',
    action: 'Check whether these sign-ups are real people.',
  },
  '30500': carrierTrouble,
  '30610': {
    words: 'Blocked by the carrier because of quiet hours',
    action: 'Send within the allowed hours of the recipient.',
  },
  '30640': {
    words: 'The number belongs to somebody who is known to sue over texts',
    action: 'Do not contact this person again.',
  },
  '14107': tooFast,
  '63017': tooFast,
  '63018': tooFast,
  '63038': { words: 'The daily limit of your account was reached', action: 'Send the rest tomorrow.' },
};

/** A carrier's error code in words; codes it adds without notice get words too. */
export function carrierErrorWords(code: string): CarrierErrorWords {
  const known = Object.hasOwn(words, code) ? words[code] : undefined;
  return (
    known ?? {
      words: `The carrier reported error ${code}`,
      action: `Look up error ${code} in the carrier’s documentation.`,
    }
  );
}
