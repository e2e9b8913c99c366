import type { DncOrigin } from '@sms-crm/contracts/do-not-contact';

type Words = {
  words: string;
  /** Why it cannot be taken off by hand; undefined when it can. */ fixed?: string;
};

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
    fixed: 'The carrier blocks this phone. Only its owner can lift that, by replying START.',
  },
  erasure: {
    words: 'Erased on request',
    fixed: 'This person asked to be erased. The entry keeps them from being texted again by mistake.',
  },
};
