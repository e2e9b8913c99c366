import type { CampaignStatus } from '@sms-crm/contracts/campaigns';
import type { ConsentState } from '@sms-crm/contracts/contacts';
import type { GateName } from '@sms-crm/contracts/gates';
import type { SkipReason, WaitReason } from '@sms-crm/contracts/reasons';

/** What the gates look at for one message. */
export type GateFacts = {
  tenantKilled: boolean;
  campaignKilled: boolean;
  /** Null for a message of no campaign. */
  campaignStatus: CampaignStatus | null;
  doNotContact: boolean;
  /** Null for a phone that is no contact. */
  consent: ConsentState | null;
};

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
