/** Names of the live channels of a tenant; a signal says that the thing behind the topic changed. */
export const liveTopic = {
  campaign: (campaignId: string) => `campaign:${campaignId}`,
  import: (importId: string) => `import:${importId}`,
  killSwitch: () => 'kill-switch',
  budget: () => 'budget',
  inbox: () => 'inbox',
  conversation: (conversationId: string) => `conversation:${conversationId}`,
  optOutReviews: () => 'opt-out-reviews',
} as const;
