import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { loudLines } from '../src/loud-lines.ts';

test('only warnings, errors and what looks like them reach the terminal', () => {
  const lines = [
    '{"level":30,"msg":"listening"}',
    '{"level":40,"msg":"Redis is away","err":{"message":"refused"}}',
    '{"level":50,"msg":"job failed"}',
    ' ✓ Ready in 300ms',
    ' ⨯ Error: boom',
    '{"level":"odd"}',
    '{broken',
  ];
  expect(loudLines('sender', lines).map(stripVTControlCharacters)).toEqual([
    '  sender     Redis is away: refused',
    '  sender     job failed',
    '  sender      ⨯ Error: boom',
  ]);
});
