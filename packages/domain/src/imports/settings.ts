import { isSupportedCountry } from 'libphonenumber-js/max';
import { maxAttributes } from '@sms-crm/contracts/contacts';
import type { FieldError } from '@sms-crm/contracts/errors';
import type { ImportColumn, ImportSettings } from '@sms-crm/contracts/imports';
import { firstAgreement } from '../consent/evidence.ts';
import { DomainError } from '../context/errors.ts';

/**
 * Checks settings against the columns of the file.
 *
 * @param today the tenant's date, `YYYY-MM-DD`
 * @throws DomainError `invalid_input` naming every problem
 */
export function validateSettings(
  settings: ImportSettings,
  columns: readonly ImportColumn[],
  today: string,
): void {
  const fields = [...mappingProblems(settings, columns), ...otherProblems(settings, today)];
  if (fields.length === 0) return;
  throw new DomainError('invalid_input', { detail: fields.map(({ detail }) => detail).join(' '), fields });
}

function mappingProblems({ mapping }: ImportSettings, columns: readonly ImportColumn[]): FieldError[] {
  if (mapping.length !== columns.length) {
    return [
      aboutMapping(
        `The file has ${columns.length} columns, but ${mapping.length} were mapped. Say for each column where it goes.`,
      ),
    ];
  }
  const problems: FieldError[] = [];
  const fields = mapping.flatMap((target) => (target.to === 'field' ? [target.field] : []));
  const keys = mapping.flatMap((target) => (target.to === 'attribute' ? [target.key] : []));
  if (!fields.includes('phone'))
    problems.push(aboutMapping('No column is the phone. Choose the column that holds phone numbers.'));
  if (keys.length > maxAttributes)
    problems.push(
      aboutMapping(
        `${keys.length} columns are mapped to attributes, but a contact has at most ${maxAttributes}. Leave the others out.`,
      ),
    );
  for (const name of repeated(fields))
    problems.push(aboutMapping(`Two columns are mapped to ${name}. Choose one of them.`));
  for (const key of repeated(keys))
    problems.push(
      aboutMapping(`Two columns are mapped to the attribute ${key}. Give one of them another name.`),
    );
  return problems;
}

function aboutMapping(detail: string): FieldError {
  return { field: 'mapping', detail };
}

function otherProblems({ consent, mapping, defaultCountry }: ImportSettings, today: string): FieldError[] {
  const problems: FieldError[] = [];
  const hasDates = mapping.some((target) => target.to === 'field' && target.field === 'optedInAt');
  if (consent.kind === 'column' && !hasDates) {
    problems.push({
      field: 'consent',
      detail: 'No column holds the dates of agreement. Map one to “Opted in at”, or give one date for all.',
    });
  }
  if (consent.kind === 'one-date') problems.push(...dateProblems(consent.agreedOn, today));
  if (!isSupportedCountry(defaultCountry)) {
    problems.push({
      field: 'defaultCountry',
      detail: `${defaultCountry} is not a country. Use its two-letter code, e.g. US.`,
    });
  }
  return problems;
}

function dateProblems(agreedOn: string, today: string): FieldError[] {
  if (agreedOn >= firstAgreement && agreedOn <= today) return [];
  const why = agreedOn > today ? 'that day is still to come' : 'there were no texts yet';
  return [{ field: 'consent.agreedOn', detail: `Nobody can have agreed on ${agreedOn}: ${why}.` }];
}

function repeated(names: readonly string[]): Set<string> {
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}
