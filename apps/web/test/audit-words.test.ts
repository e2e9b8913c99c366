import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { actionWords, actorWords, spaced } from '../src/audit/audit-words.ts';

/** Actions that the rules write into the log, as their sources name them. */
function writtenActions(): string[] {
  const folder = join(import.meta.dirname, '../../../packages/domain/src');
  const sources = globSync('**/*.ts', { cwd: folder }).map((file) =>
    readFileSync(join(folder, file), 'utf8'),
  );
  return sources.flatMap((source) =>
    [...source.matchAll(/\baction: '([a-z-]+\.[a-z-]+)'/g)].map(([, name = '']) => name),
  );
}

test('every action that is written has words of its own', () => {
  const written = writtenActions();
  expect(written).toContain('campaign.launch');
  expect(written.filter((name) => actionWords(name) === spaced(name))).toEqual([]);
});

test('an action reads as words, one not known by its code', () => {
  expect(actionWords('campaign.launch')).toBe('Launched a campaign');
  expect(actionWords('number.set-rate')).toBe('Number set rate');
});

test('the product itself acts automatically; people keep their names', () => {
  expect(actorWords({ actor: 'job webhook.apply', actorType: 'job' })).toBe('Automatic (carrier webhook)');
  expect(actorWords({ actor: 'job something.new', actorType: 'job' })).toBe('Automatic (something.new)');
  expect(actorWords({ actor: 'job hunter', actorType: 'user' })).toBe('job hunter');
});
