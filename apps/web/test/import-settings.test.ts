import type { ImportView } from '@sms-crm/contracts/imports';
import { describe, expect, test } from 'vitest';
import { settingsSchema } from '../src/imports/settings-schema.ts';
import { mappingProblem, settingsValues, targetOptions, toSettings } from '../src/imports/settings-values.ts';

const view: ImportView = {
  id: '0199f0a0-0000-7000-8000-000000000001',
  fileName: 'Spring Customers.csv',
  bytes: 10,
  status: 'uploaded',
  columns: [
    { index: 0, header: 'Mobile', samples: ['(415) 555-0100'], guess: { to: 'field', field: 'phone' } },
    { index: 1, header: 'Tier (2026)', samples: ['gold'], guess: { to: 'ignore' } },
  ],
  settings: null,
  totals: null,
  rejectedSample: [],
  progress: { rowsDone: 0, rowsTotal: null },
  contactsWritten: 0,
  failure: null,
  createdAt: '2026-03-01T15:00:00.000Z',
  completedAt: null,
};

describe('the settings of an import', () => {
  test('begin with the guesses, no answer about consent, and a tag named after the file', () => {
    expect(settingsValues(view, 'US')).toMatchObject({
      mapping: ['field:phone', 'ignore'],
      kind: '',
      defaultCountry: 'US',
      tags: ['spring customers'],
    });
  });

  test('are refused until somebody says how these people agreed', () => {
    const parsed = settingsSchema.safeParse(toSettings(settingsValues(view, 'US')));
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual(['consent.kind']);
  });

  test('keep "I don’t know" as no consent at all', () => {
    const values = { ...settingsValues(view, 'US'), kind: 'none' as const, source: 'web-form' };
    expect(settingsSchema.parse(toSettings(values)).consent).toEqual({ kind: 'none' });
  });

  test('come back as they were chosen', () => {
    const values = {
      ...settingsValues(view, 'GB'),
      mapping: ['field:phone', 'attribute:tier_2026'],
      kind: 'one-date' as const,
      source: 'web-form',
      agreedOn: '2026-02-01',
      wording: 'I agree',
    };
    const settings = settingsSchema.parse(toSettings(values));
    expect(settingsValues({ ...view, settings }, 'US')).toEqual(values);
  });

  test('need a column of dates for the answer that the date is in the file', () => {
    const values = { ...settingsValues(view, 'US'), kind: 'column' as const, source: 'web-form' };
    expect(settingsSchema.safeParse(toSettings(values)).error?.issues[0]?.path).toEqual(['consent', 'kind']);
  });

  test('tell a phone that no column holds together with an answer that is missing', () => {
    const values = { ...settingsValues(view, 'US'), mapping: ['ignore', 'ignore'] };
    const issues = settingsSchema.safeParse(toSettings(values)).error?.issues ?? [];
    expect(issues.map(({ path }) => path.join('.'))).toEqual(['mapping', 'consent.kind']);
  });

  test('say what is wrong with a mapping', () => {
    expect(mappingProblem(['ignore', 'ignore'])).toMatch(/column holds the phone/);
    expect(mappingProblem(['field:phone', 'field:phone'])).toMatch(/Two columns go to “Phone”/);
    expect(mappingProblem(['field:phone', 'ignore', 'ignore'])).toBeUndefined();
  });

  test('offer an own field named after the header', () => {
    const options = view.columns.map((column) => targetOptions(column).at(-1)?.value);
    expect(options).toEqual(['attribute:mobile', 'attribute:tier_2026']);
  });
});
