import { expect, test } from 'vitest';
import type { Campaign } from '@sms-crm/contracts/campaigns';
import { ApiError } from '../src/api/api-error.ts';
import { draftChanges } from '../src/campaigns/composer/draft-changes.ts';
import { DraftVersions } from '../src/campaigns/composer/draft-versions.ts';
import { fieldWords, unsavedWords } from '../src/campaigns/composer/unsaved-words.ts';
import { withFooter } from '../src/campaigns/composer/footer.ts';
import { reachWords } from '../src/campaigns/finish-words.ts';
import { canMove } from '../src/campaigns/moves.ts';
import { campaignPath } from '../src/campaigns/resources.ts';
import { rateOf, withReadings } from '../src/campaigns/use-rates.ts';
import { messagesPath } from '../src/reports/message-filters.ts';

const draft = {
  name: 'Spring',
  template: 'Hi',
  audience: { type: 'all' },
  numberId: null,
  endsAt: null,
  overBudget: 'wait',
  addBrand: true,
  addOptOut: true,
  linkCodes: 'recipient',
  addUtm: null,
  linkDays: null,
} as const;

test('only what changed is saved', () => {
  expect(draftChanges(draft, { ...draft })).toBeUndefined();
  expect(draftChanges(draft, { ...draft, template: 'Hello' })).toEqual({ template: 'Hello' });
  expect(draftChanges(draft, { ...draft, overBudget: 'skip', addBrand: false })).toEqual({
    overBudget: 'skip',
    addBrand: false,
  });
  expect(draftChanges(draft, { ...draft, audience: { type: 'tag', tag: 'vip' }, numberId: 'x' })).toEqual({
    audience: { type: 'tag', tag: 'vip' },
    numberId: 'x',
  });
});

test('what is not saved is told by the names of the page, and belongs to its field', () => {
  const refused = new ApiError('invalid_input', 400, 'template: Use at most 1,600 characters', [
    { field: 'template', detail: 'Use at most 1,600 characters' },
  ]);
  expect(unsavedWords(refused)).toBe('Text: Use at most 1,600 characters');
  expect(fieldWords(refused, 'template')).toBe('Use at most 1,600 characters');
  expect(fieldWords(refused, 'name')).toBeUndefined();
  expect(unsavedWords(new ApiError('unavailable', 0, 'The server cannot be reached.'))).toBe(
    'The server cannot be reached.',
  );
  expect(unsavedWords(new ApiError('conflict', 409, 'Read it again.'))).toMatch(
    /changed elsewhere meanwhile/,
  );
});

test('an empty name waits, the rest is saved', () => {
  expect(draftChanges(draft, { ...draft, name: '  ' })).toBeUndefined();
  expect(draftChanges(draft, { ...draft, name: '', template: 'Hello' })).toEqual({ template: 'Hello' });
  expect(draftChanges(draft, { ...draft, name: ' Summer ' })).toEqual({ name: 'Summer' });
});

const saved: Campaign = {
  ...draft,
  id: '1',
  status: 'draft',
  kind: 'campaign-marketing',
  killSwitchOn: false,
  createdAt: '2027-01-01T00:00:00.000Z',
  updatedAt: '2027-01-01T00:00:00.000Z',
  launchedAt: null,
  completedAt: null,
  scheduledAt: null,
  scheduleLocal: null,
  footerWaivedBy: null,
  pauseDetail: null,
  totals: {
    audience: 0,
    skipped: 0,
    waiting: 0,
    handedOver: 0,
    delivered: 0,
    undelivered: 0,
    failed: 0,
    replies: 0,
    optOuts: 0,
    clicksHuman: 0,
    clicksAll: 0,
    parts: 0,
    costMicros: 0,
  },
};
const theirs = { ...saved, name: 'Summer', template: 'Theirs', updatedAt: '2027-01-01T00:00:01.000Z' };

test('a draft names the version its changes are based on, and is kept on top of what was saved elsewhere', () => {
  const versions = new DraftVersions(saved);
  versions.change({ template: 'Mine' });
  expect(versions.unsaved()).toEqual({ template: 'Mine', expectedUpdatedAt: saved.updatedAt });
  versions.adopt(theirs, true);
  expect(versions.now).toMatchObject({ name: 'Summer', template: 'Mine' });
  expect(versions.unsaved()).toEqual({ template: 'Mine', expectedUpdatedAt: theirs.updatedAt });
  versions.adopt(theirs, false);
  expect([versions.now.template, versions.unsaved()]).toEqual(['Theirs', undefined]);
});

test('a later version with the same fields is no conflict, one with others is', () => {
  const versions = new DraftVersions(saved);
  versions.change({ template: 'Mine' });
  const base = () => versions.unsaved()?.expectedUpdatedAt;
  versions.see(theirs);
  expect(base()).toBe(saved.updatedAt);
  versions.see({ ...saved, updatedAt: '2027-01-01T00:00:02.000Z' });
  expect(base()).toBe('2027-01-01T00:00:02.000Z');
  versions.see(saved);
  expect(base()).toBe('2027-01-01T00:00:02.000Z');
});

const both = { addBrand: true, addOptOut: true };

test('a draft shows the brand and how to opt out as they will be added', () => {
  expect(withFooter('Sale today', both, 'Harbor Coffee')).toBe(
    'Harbor Coffee: Sale today\nReply STOP to opt out',
  );
  expect(withFooter('At harbor coffee. Text STOP to end', both, 'Harbor Coffee')).toBe(
    'At harbor coffee. Text STOP to end',
  );
  expect(withFooter('Sale', { addBrand: false, addOptOut: false }, 'Harbor Coffee')).toBe('Sale');
  expect(withFooter('', both, 'Harbor Coffee')).toBe('');
});

function read(before: Parameters<typeof withReadings>[0], value: number, at: number) {
  return withReadings(before, [{ id: 'a', value }], at);
}

test('the rate is the growth between readings that are apart enough', () => {
  const first = read(new Map(), 0, 10_000);
  expect(rateOf(first.get('a') ?? [])).toBeNull();
  const second = read(first, 40, 12_000);
  expect(rateOf(second.get('a') ?? [])).toBe(20);
  const third = read(second, 400, 16_000);
  expect(rateOf(third.get('a') ?? [])).toBe(90);
});

test('old readings are forgotten, and so are things that are gone', () => {
  const times = Array.from({ length: 50 }, (_, index) => 10_000 + index * 1_000);
  const readings = times.reduce(
    (before, at) => withReadings(before, [{ id: 'a', value: at }], at),
    withReadings(new Map(), [{ id: 'b', value: 0 }], 0),
  );
  expect([...readings.keys()]).toEqual(['a']);
  expect(readings.get('a')?.length).toBeLessThan(8);
});

test('a draft opens in the composer, everything later in its report', () => {
  expect(campaignPath({ id: '1', status: 'draft' })).toBe('/campaigns/1');
  expect(campaignPath({ id: '1', status: 'sending' })).toBe('/campaigns/1/report');
});

test('who does not get it is told together with who does', () => {
  const finish = { at: null, binds: null, words: null, unreached: 60 };
  const skips = { endsAt: null, overBudget: 'skip' } as const;
  expect(reachWords({ recipients: 640, finish }, skips)).toEqual({
    reached: 580,
    words: 'of 640 people get this text',
    missed: '60 do not: the budget does not allow it',
  });
  const ends = { endsAt: '2027-01-01T00:00:00Z', overBudget: 'wait' } as const;
  expect(reachWords({ recipients: 1, finish: { ...finish, unreached: 1 } }, ends)).toMatchObject({
    reached: 0,
    missed: '1 does not: the campaign ends first',
  });
  expect(reachWords({ recipients: 1, finish: { ...finish, unreached: 0 } }, ends)).toEqual({
    reached: 1,
    words: 'person gets this text',
  });
});

test('actions follow the state', () => {
  expect(canMove('pause', 'sending')).toBe(true);
  expect(canMove('resume', 'sending')).toBe(false);
  expect(canMove('cancel', 'completed')).toBe(false);
});

test('a number leads to the list it counts', () => {
  expect(messagesPath('1')).toBe('/campaigns/1/messages');
  expect(messagesPath('1', { status: 'skipped', reason: 'do_not_contact' })).toBe(
    '/campaigns/1/messages?status=skipped&reason=do_not_contact',
  );
});
