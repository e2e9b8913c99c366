import { suppressionPreview, suppressionRulePage } from '@sms-crm/contracts/suppression';
import type { SuppressionSpec } from '@sms-crm/contracts/suppression';
import { api } from '../api/api.ts';
import { resource } from '../api/resource.ts';

export const rulesKey = ['v1', 'suppression-rules'];

export const ruleList = (place: { cursor: string }) =>
  resource('/v1/suppression-rules', suppressionRulePage, place);

/** How many contacts a rule would leave out now. */
export function previewRule(body: SuppressionSpec, signal: AbortSignal) {
  return api('/v1/suppression-rules/preview', suppressionPreview, { method: 'POST', body, signal });
}
