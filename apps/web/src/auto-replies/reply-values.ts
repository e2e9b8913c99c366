import type { AutoReply, AutoReplyMatch } from '@sms-crm/contracts/auto-replies';

/** When it answers. */
export type When = 'always' | 'inside' | 'outside';

/** What the fields of the editor hold. */
export type ReplyValues = {
  name: string;
  words: string;
  match: AutoReplyMatch;
  body: string;
  numberId: string;
  when: When;
  days: number[];
  from: string;
  until: string;
};

const officeHours = { days: [1, 2, 3, 4, 5], from: '09:00', until: '17:00' };

export const newReply: ReplyValues = {
  name: '',
  words: '',
  match: 'whole',
  body: '',
  numberId: '',
  when: 'always',
  ...officeHours,
};

/** The fields filled from an answer. */
export function replyValuesOf({ name, words, match, body, numberId, hours }: AutoReply): ReplyValues {
  const { when, ...times } = hours ?? { when: 'always' as const, ...officeHours };
  return { name, words: words.join(', '), match, body, numberId: numberId ?? '', when, ...times };
}

/** What the fields say, as the contract reads it. */
export function toReply({ words, numberId, when, days, from, until, ...values }: ReplyValues) {
  return {
    ...values,
    words: words
      .split(/[,;\n]+/)
      .map((word) => word.trim())
      .filter(Boolean),
    numberId: numberId === '' ? null : numberId,
    hours: when === 'always' ? null : { when, days, from, until },
  };
}
