import { importSettings } from '@sms-crm/contracts/imports';
import { isMapped, mappingProblem, targetText } from './settings-values.ts';

/** What the answer that the date stands in the file needs. */
export const noDateColumn = 'Say above which column holds the date: choose “Opted in at” for it.';

/** The contract's settings, with the answers that only a person can give. */
export const settingsSchema = importSettings
  .extend({ consent: importSettings.shape.consent.unwrap() })
  .superRefine((settings, context) => {
    const mapping = settings.mapping.map(targetText);
    const problem = mappingProblem(mapping);
    if (problem) context.addIssue({ code: 'custom', path: ['mapping'], message: problem });
    if (settings.consent.kind === 'column' && !isMapped(mapping, 'optedInAt')) {
      context.addIssue({ code: 'custom', path: ['consent', 'kind'], message: noDateColumn });
    }
  });

/** Where the contract's complaints belong in the form. */
export const settingsFieldNames = {
  consent: 'kind',
  'consent.kind': 'kind',
  'consent.source': 'source',
  'consent.agreedOn': 'agreedOn',
  'consent.wording': 'wording',
};
