import { importSettings } from '@sms-crm/contracts/imports';
import { isMapped, mappingProblem, targetText } from './settings-values.ts';

/** What the answer that the date is in the file needs. */
export const noDateColumn = 'Say above which column holds the date: choose “Opted in at” for it.';

/** The contract's settings, with the answers that only a person can give. */
export const settingsSchema = importSettings
  .extend({
    // Checked as a field, so that it is told together with what the others miss.
    mapping: importSettings.shape.mapping.superRefine((mapping, context) => {
      const message = mappingProblem(mapping.map(targetText));
      if (message) context.addIssue({ code: 'custom', message });
    }),
    consent: importSettings.shape.consent.unwrap(),
  })
  .superRefine((settings, context) => {
    const mapping = settings.mapping.map(targetText);
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
