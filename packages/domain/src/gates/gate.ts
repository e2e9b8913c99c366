import type { CampaignStatus } from '@sms-crm/contracts/campaigns';
import type { ConsentState } from '@sms-crm/contracts/contacts';
import type { GateName } from '@sms-crm/contracts/gates';
import type { SkipReason, WaitReason } from '@sms-crm/contracts/reasons';

/** What the gates that know no quantity look at for one message. */
export type GateFacts = {
  /** A switch is on: of the installation, the tenant, the campaign or the sending number. */
  killed: boolean;
  /** Null for a message of no campaign. */
  campaignStatus: CampaignStatus | null;
  /** The campaign's own end has passed. */
  campaignEnded: boolean;
  doNotContact: boolean;
  /** Null for a phone that is no contact. */
  consent: ConsentState | null;
  /** What a suppression rule says; null when none speaks against it. */
  suppressed: SkipReason | null;
  /** The hours in which this recipient may be texted. */
  quiet: QuietFacts;
};

export type QuietFacts =
  | { type: 'open' }
  | { type: 'closed'; opensAt: Date }
  | { type: 'never' }
  /** As many marketing texts as their state allows in 24 hours. */
  | { type: 'full'; until: Date };

export type GateAnswer =
  | { type: 'pass' }
  | { type: 'skip'; reason: SkipReason }
  | { type: 'defer'; until: Date; reason: WaitReason }
  | { type: 'halt'; reason: WaitReason };

/** One check that a message must pass before it is sent. `version` is raised when the rule changes and is stored with each refusal. */
export type Gate = {
  name: GateName;
  version: number;
  decide: (facts: GateFacts) => GateAnswer;
};

export const pass: GateAnswer = { type: 'pass' };
