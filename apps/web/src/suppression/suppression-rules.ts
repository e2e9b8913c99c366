import type { SuppressionRule } from '@sms-crm/contracts/suppression';
import { suppressionRule } from '@sms-crm/contracts/suppression';
import type { RuleKind } from '../rules/rule-kind.ts';
import { rulesKey } from './resources.ts';
import { RuleDialog } from './rule-dialog.tsx';

/** Rules that leave people out. */
export const suppressionRules: RuleKind<SuppressionRule> = {
  path: '/v1/suppression-rules',
  key: rulesKey,
  answer: suppressionRule,
  permission: 'suppression:write',
  noun: 'rule',
  again: 'holds again',
  deletion: 'Whom it left out can be texted again. Texts already left out keep it as their reason.',
  dialog: RuleDialog,
};
