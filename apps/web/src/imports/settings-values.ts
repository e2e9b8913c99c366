import { attributeKeyOf } from '@sms-crm/contracts/attribute-key';
import type { ColumnTarget, ImportColumn, ImportField, ImportView } from '@sms-crm/contracts/imports';
import { importField } from '@sms-crm/contracts/imports';
import { fieldWords } from './import-words.ts';

/** What the settings form holds; each target is `field:phone`, `attribute:loyalty_tier` or `ignore`. */
export type SettingsValues = {
  mapping: string[];
  kind: '' | 'one-date' | 'column' | 'none';
  source: string;
  agreedOn: string;
  wording: string;
  defaultCountry: string;
  tags: string[];
};

/** First values: what was chosen before, else the guesses and a tag by which to find these people again. */
export function settingsValues(view: ImportView, defaultCountry: string): SettingsValues {
  const { settings } = view;
  const consent = settings?.consent;
  return {
    mapping: settings
      ? settings.mapping.map(targetText)
      : view.columns.map((column) => targetText(column.guess)),
    kind: consent?.kind ?? '',
    source: consent && consent.kind !== 'none' ? consent.source : '',
    agreedOn: consent?.kind === 'one-date' ? consent.agreedOn : '',
    wording: consent && consent.kind !== 'none' ? (consent.wording ?? '') : '',
    defaultCountry: settings?.defaultCountry ?? defaultCountry,
    tags: settings?.tags ?? [tagOfFile(view.fileName)].filter(Boolean),
  };
}

/** The contract's settings from what was chosen. */
export function toSettings(values: SettingsValues): unknown {
  const wording = values.wording.trim();
  const evidence = { source: values.source, ...(wording ? { wording } : {}) };
  const consent = {
    '': { kind: '' },
    none: { kind: 'none' },
    column: { kind: 'column', ...evidence },
    'one-date': { kind: 'one-date', ...evidence, agreedOn: values.agreedOn },
  }[values.kind];
  const { defaultCountry, tags } = values;
  return { mapping: values.mapping.map(textTarget), consent, defaultCountry, tags };
}

export function targetText(target: ColumnTarget): string {
  if (target.to === 'field') return `field:${target.field}`;
  return target.to === 'attribute' ? `attribute:${target.key}` : 'ignore';
}

function textTarget(text: string): ColumnTarget {
  const [to, name = ''] = text.split(':');
  const field = importField.safeParse(name);
  if (to === 'field' && field.success) return { to: 'field', field: field.data };
  return to === 'attribute' ? { to: 'attribute', key: name } : { to: 'ignore' };
}

/** Where a column can go: contact fields, a field of one's own named after the header, or nowhere. */
export function targetOptions(column: ImportColumn) {
  const key =
    column.guess.to === 'attribute' ? column.guess.key : attributeKeyOf(column.header, column.index);
  const fields = Object.entries(fieldWords).map(([name, label]) => ({ value: `field:${name}`, label }));
  return [
    { value: 'ignore', label: 'Leave out' },
    ...fields,
    { value: `attribute:${key}`, label: `Own field “${key}”` },
  ];
}

function tagOfFile(fileName: string): string {
  return fileName
    .replace(/\.\w+$/, '')
    .trim()
    .toLowerCase()
    .slice(0, 60);
}

/** Whether a column is mapped to this field. */
export function isMapped(mapping: readonly string[], field: ImportField): boolean {
  return mapping.includes(`field:${field}`);
}

/** Why a mapping cannot work, or undefined. */
export function mappingProblem(mapping: readonly string[]): string | undefined {
  if (!isMapped(mapping, 'phone')) return 'Choose which column holds the phone.';
  const used = mapping.filter((target) => target !== 'ignore');
  const twice = used.find((target, index) => used.indexOf(target) !== index);
  if (!twice) return undefined;
  const name = twice.slice(twice.indexOf(':') + 1);
  const words = importField.safeParse(name);
  return `Two columns go to “${words.success ? fieldWords[words.data] : name}”. Leave one of them out.`;
}
