import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasLink, renderDraft, usedFields, withFallback } from '../src/campaigns/composer/template.ts';
import { hasPlainTwin, invisibleName, withPlainTypography } from '../src/campaigns/composer/typography.ts';

const link = 'https://sho.test/XXXXXXXXXX';

test('a draft is shown with the values, the fallbacks and short links', () => {
  const template = 'Hi {{first_name|there}} in {{city}}, see https://example.com/{{first_name}}/sale.';
  expect(renderDraft(template, { first_name: 'Ava', city: 'Oslo' }, link)).toBe(
    `Hi Ava in Oslo, see ${link}.`,
  );
  expect(renderDraft(template, { first_name: ' ' }, link)).toBe(`Hi there in , see ${link}.`);
});

test('a link ends before the punctuation of its sentence, but keeps its merge field', () => {
  expect(renderDraft('(https://example.com/a)!', {}, link)).toBe(`(${link})!`);
  expect(renderDraft('https://example.com/?c={{code}} now', {}, link)).toBe(`${link} now`);
  expect(renderDraft('https://example.com/?c={{code}}. Now', {}, link)).toBe(`${link}. Now`);
  expect(hasLink('no link')).toBe(false);
  expect(hasLink('see http://a.example')).toBe(true);
});

test('each merge field is named once, with its first fallback', () => {
  expect(usedFields('{{city|town}} {{ first_name }} {{city}} {{Not One}}')).toEqual([
    { field: 'city', fallback: 'town' },
    { field: 'first_name', fallback: '' },
  ]);
});

test('a fallback is written into every use of its field', () => {
  const changed = withFallback('{{city}}, {{city|old}}, {{region}}', { field: 'city', fallback: 'new' });
  expect(changed).toBe('{{city|new}}, {{city|new}}, {{region}}');
  expect(withFallback(changed, { field: 'city', fallback: '' })).toBe('{{city}}, {{city}}, {{region}}');
});

test('whatever is typed as a fallback, the field stays a field', () => {
  fc.assert(
    fc.property(fc.string(), (fallback) => {
      const written = withFallback('{{city}}', { field: 'city', fallback });
      expect(usedFields(written).map(({ field }) => field)).toEqual(['city']);
    }),
  );
});

test('typographic quotes, dashes and blanks have plain twins; letters and emoji stay', () => {
  expect(withPlainTypography('“It’s – fine…”\u00a0🎉 é')).toBe('"It\'s - fine..." 🎉 é');
  expect(hasPlainTwin('’')).toBe(true);
  expect(hasPlainTwin('🎉')).toBe(false);
  expect(invisibleName('\u00a0')).toBe('non-breaking space');
  expect(invisibleName('ő')).toBeUndefined();
});

test('plain typography is plain already', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const once = withPlainTypography(text);
      expect(withPlainTypography(once)).toBe(once);
    }),
  );
});
