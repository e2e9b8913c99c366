import type { OptOutRule } from '@sms-crm/contracts/opt-outs';
import { optOutRule } from '@sms-crm/contracts/opt-outs';
import type { RuleKind } from '../rules/rule-kind.ts';
import { rulesKey } from './resources.ts';
import { RuleDialog } from './rule-dialog.tsx';

/** Rules of a tenant's own that find opt-outs in replies. */
export const optOutRules: RuleKind<OptOutRule> = {
  path: '/v1/opt-out-rules',
  key: rulesKey,
  answer: optOutRule,
  permission: 'opt-outs:write',
  noun: 'rule',
  again: 'holds again',
  deletion: 'Replies with its words pass from now on. Opt-outs it found stay, and so do replies that wait.',
  dialog: RuleDialog,
};
