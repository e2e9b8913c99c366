import { z } from 'zod';

/** Names of the live channels of a tenant; a signal says that the thing behind the topic changed. */
export const liveTopic = {
  campaign: (campaignId: string) => `campaign:${campaignId}`,
  import: (importId: string) => `import:${importId}`,
  killSwitch: () => 'kill-switch',
} as const;

/** The Server-Sent Event types of the API; each carries the whole current state, so nothing is lost between two. */
export const liveEvents = z.enum(['report', 'import', 'end']);
