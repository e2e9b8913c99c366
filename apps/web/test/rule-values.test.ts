import { expect, test } from 'vitest';
import { suppressionSpec, type SuppressionRule } from '@sms-crm/contracts/suppression';
import { dollarsOf, microsOf } from '../src/form/dollars.ts';
import { newRule, ruleValuesOf, toSpec } from '../src/suppression/rule-values.ts';
import { ruleWords } from '../src/suppression/rule-words.ts';

const rule: Omit<SuppressionRule, 'kind' | 'config'> = {
  id: '01a1fcdc-9517-73f7-8824-0348e3341dbb',
  name: 'R',
  enabled: true,
  version: 1,
  lookUps: null,
  createdBy: 'Somebody',
  createdAt: '2026-03-01T00:00:00Z',
  updatedAt: '2026-03-01T00:00:00Z',
};

const specs = [
  { kind: 'frequency', config: { most: 3, windowHours: 168 } },
  { kind: 'recently-messaged', config: { windowHours: 36 } },
  { kind: 'recently-engaged', config: { windowHours: 24, clicked: true, replied: false } },
  { kind: 'area-codes', config: { codes: ['415', '+44'] } },
  { kind: 'tags', config: { tags: ['vip', 'staff'] } },
  { kind: 'landlines', config: { lookUpsPerDay: 50 } },
] as const;

test.each(specs)('a rule of $kind comes out of the editor as it went in', (spec) => {
  expect(suppressionSpec.parse(toSpec(ruleValuesOf({ ...rule, ...spec })))).toEqual(spec);
});

test('every rule says in words what it does', () => {
  expect(specs.map((spec) => ruleWords(suppressionSpec.parse(spec)))).toEqual([
    'At most 3 marketing texts in 7 days',
    'No text within 36 hours of the last one',
    'Not whoever clicked within 1 day',
    'Not phones of 415, +44',
    'Not contacts tagged vip, staff',
    'Not landlines; up to 50 look-ups a day',
  ]);
});

test('what is no number is refused, not read as 0', () => {
  const broken = { ...newRule, most: '', amount: 'soon' };
  expect(suppressionSpec.safeParse(toSpec(broken)).success).toBe(false);
});

test('dollars are read exactly', () => {
  expect(['0.0079', '$1,234.5', '250', '.5', '', 'free', '1.2.3', '-4'].map(microsOf)).toEqual([
    7_900,
    1_234_500_000,
    250_000_000,
    500_000,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect([dollarsOf(7_900), dollarsOf(null)]).toEqual(['0.0079', '']);
});
