import { expect, test } from 'vitest';
import { actionWords, actorWords } from '../src/audit/audit-words.ts';

test('an action reads as words, one not known by its code', () => {
  expect(actionWords('campaign.launch')).toBe('Launched a campaign');
  expect(actionWords('number.set-rate')).toBe('Number set rate');
});

test('the product itself acts automatically; people keep their names', () => {
  expect(actorWords({ actor: 'job webhook.apply', actorType: 'job' })).toBe('Automatic (carrier webhook)');
  expect(actorWords({ actor: 'job something.new', actorType: 'job' })).toBe('Automatic (something.new)');
  expect(actorWords({ actor: 'job hunter', actorType: 'user' })).toBe('job hunter');
});
