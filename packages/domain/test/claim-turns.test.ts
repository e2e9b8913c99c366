import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClaimTurns } from '../src/sending/claim-turns.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Claims that end when they are told to. */
function scene() {
  const turns = new ClaimTurns();
  const begun: string[] = [];
  const claim = (name: string, isFirst = false) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const done = turns.run(isFirst, () => {
      begun.push(name);
      return promise;
    });
    return { done, end: resolve, fail: reject };
  };
  return { begun, claim };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

test('two claims run at once, the others in the order they came', async () => {
  const { begun, claim } = scene();
  const [one, two] = [claim('one'), claim('two')];
  claim('three');
  claim('four');
  await settle();
  expect(begun).toEqual(['one', 'two']);
  two.end();
  await settle();
  expect(begun).toEqual(['one', 'two', 'three']);
  one.fail(new Error('no'));
  await expect(one.done).rejects.toThrow('no');
  await settle();
  expect(begun).toEqual(['one', 'two', 'three', 'four']);
});

test('first ones begin at once, however many there are, and no other begins beside them', async () => {
  const { begun, claim } = scene();
  const running = claim('large');
  await settle();
  const first = ['small 1', 'small 2', 'small 3'].map((name) => claim(name, true));
  claim('next large');
  running.end();
  await settle();
  expect(begun).toEqual(['large', 'small 1', 'small 2', 'small 3']);
  for (const { end } of first.slice(1)) end();
  await settle();
  expect(begun).toHaveLength(4);
  first[0]?.end();
  await settle();
  expect(begun.at(-1)).toBe('next large');
});

test('however long first ones come one after the other, a claim waits for half a second only', async () => {
  const { begun, claim } = scene();
  claim('small', true);
  claim('large');
  await vi.advanceTimersByTimeAsync(499);
  expect(begun).toEqual(['small']);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(['small', 'large']);
});

test('claims that hang hold up the others for half a second only', async () => {
  const { begun, claim } = scene();
  claim('hangs 1');
  claim('hangs 2');
  claim('next');
  await vi.advanceTimersByTimeAsync(499);
  expect(begun).toEqual(['hangs 1', 'hangs 2']);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(['hangs 1', 'hangs 2', 'next']);
});
