import type { DncEntry, DncOrigin } from '@sms-crm/contracts/do-not-contact';

type Words = {
  words: string;
  /** Why it cannot be taken off by hand; undefined when it can. */ fixed?: string;
};

export const scopeWords: Record<DncEntry['scope'], string> = { all: 'Every text', marketing: 'Marketing' };

export const originWords: Record<DncOrigin, Words> = {
  recipient: {
    words: 'Replied STOP',
    fixed: 'They asked for it themselves. Only they can lift it, by replying START.',
  },
  operator: { words: 'Added by hand' },
  import: { words: 'Came with a file' },
  platform: {
    words: 'Set by the platform',
    fixed: 'The platform set it for everyone. Ask its administrators.',
  },
  carrier: {
    words: 'Blocked by the carrier',
    fixed: 'They opted out at the carrier, which refuses every text to them.',
  },
  review: {
    words: 'Waits for a review',
    fixed: 'A reply of theirs may be an opt-out. Decide it under Opt-outs.',
  },
  erasure: {
    words: 'Erased on request',
    fixed: 'This person asked to be erased. The entry keeps them from being texted again by mistake.',
  },
};
