import { gateApplies, gateOrder, messageKinds, type GateName } from '@sms-crm/contracts/gates';

/** What each gate is for, in a sentence. */
const purposes: Record<GateName, string> = {
  'kill-switch': 'halts everything in the scope of a switch that is on',
  'campaign-state': 'lets campaign texts go only while their campaign is sending',
  'do-not-contact': 'never texts a phone on the list of the tenant or of the platform',
  consent: 'sends marketing only to people of whom evidence says that they agreed',
  suppression: 'skips contacts by the tenant’s own rules',
  'quiet-hours': 'sends only within the legal hours of the recipient',
  budget: 'reserves the cost before the send and never exceeds the limit',
  'warm-up': 'ramps a new number day by day',
  'rate-limit': 'keeps to the rate that the carrier allows',
};

/** The document that says which gate applies to which kind of message, from the very tables the code uses. */
export function gatesDocument(): string {
  const rows = gateOrder.map((gate) => {
    const cells = messageKinds.map((kind) => (gateApplies[gate][kind] ? '●' : ''));
    return `| ${gate} | ${cells.join(' | ')} |`;
  });
  return [
    '# Gates',
    '',
    'Every text passes these checks in this order before it is handed to a carrier; the first that does not pass decides which reason is recorded.',
    'A gate answers pass, skip (for good, with a reason), defer (until a time) or halt (until somebody lifts it).',
    'This page is generated from the tables the code uses.',
    '',
    `| gate | ${messageKinds.join(' | ')} |`,
    `| --- | ${messageKinds.map(() => '---').join(' | ')} |`,
    ...rows,
    '',
    ...gateOrder.map((gate) => `- **${gate}** ${purposes[gate]}.`),
    '',
  ].join('\n');
}
