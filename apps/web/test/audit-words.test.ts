import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { actionWords, actorWords, spaced } from '../src/audit/audit-words.ts';
import { targetPath } from '../src/audit/target-path.ts';

const domain = new URL('../../../packages/domain/src/', import.meta.url);

test('every action that the product notes has words of its own', async () => {
  const files = await readdir(domain, { recursive: true });
  const sources = await Promise.all(
    files.filter((file) => file.endsWith('.ts')).map((file) => readFile(new URL(file, domain), 'utf8')),
  );
  const noted = sources.flatMap((source) =>
    [...source.matchAll(/^ +action: (.+),$/gm)].flatMap(([, value = '']) =>
      [...value.matchAll(/'([a-z-]+\.[a-z-]+)'/g)].map(([, action = '']) => action),
    ),
  );
  expect(noted.length).toBeGreaterThan(40);
  expect([...new Set(noted)].filter((action) => actionWords(action) === spaced(action))).toEqual([]);
});

test('an action reads as words, one not known by its code', () => {
  expect(actionWords('campaign.launch')).toBe('Launched a campaign');
  expect(actionWords('campaign.unschedule')).toBe('Took a campaign back from its schedule');
  expect(actionWords('number.set-rate')).toBe('Number set rate');
});

test('the product itself acts automatically; people keep their names', () => {
  expect(actorWords({ actor: 'job webhook.apply', actorType: 'job' })).toBe('Automatic (carrier webhook)');
  expect(actorWords({ actor: 'job something.new', actorType: 'job' })).toBe('Automatic (something.new)');
  expect(actorWords({ actor: 'job hunter', actorType: 'user' })).toBe('job hunter');
});

test('what an entry is about is linked as long as it is there', () => {
  const campaign = { targetType: 'campaign', targetId: '1', targetName: 'Spring' };
  expect(targetPath(campaign)).toBe('/campaigns/1');
  expect(targetPath({ ...campaign, targetType: 'message' })).toBe('/messages/1');
  expect(targetPath({ ...campaign, targetName: null })).toBeUndefined();
  expect(targetPath({ ...campaign, targetType: 'segment' })).toBe('/segments');
});
