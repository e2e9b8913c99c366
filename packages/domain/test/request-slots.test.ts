import { expect, test } from 'vitest';
import { RequestSlots } from '../src/sending/request-slots.ts';

type Asked = { id: string; isFirst: boolean; requests: number };

/** Lets owners ask for so many requests each at once. @returns whose began, in order, and how many were open at most */
async function served(size: number, asked: readonly Asked[]) {
  const slots = new RequestSlots(size);
  const begun: string[] = [];
  const gate = Promise.withResolvers<void>();
  let open = 0;
  let most = 0;
  const ask = (owner: Asked) =>
    slots.run(owner, async () => {
      begun.push(owner.id);
      open += 1;
      most = Math.max(most, open);
      await gate.promise;
      open -= 1;
    });
  const all = asked.flatMap((owner) => Array.from({ length: owner.requests }, () => ask(owner)));
  gate.resolve();
  await Promise.all(all);
  return { begun: begun.join(' '), most };
}

test('owners take turns at the slots, and no more requests are open than there are slots', async () => {
  const large = { id: 'large', isFirst: false, requests: 6 };
  const small = { id: 'small', isFirst: false, requests: 2 };
  const { begun, most } = await served(2, [large, small]);
  expect(begun).toBe('large large large small large small large large');
  expect(most).toBe(2);
});

test('first batches go first, in turns, and leave every eighth slot to the others', async () => {
  const { begun } = await served(1, [
    { id: 'large', isFirst: false, requests: 4 },
    { id: 'a', isFirst: true, requests: 8 },
    { id: 'b', isFirst: true, requests: 2 },
  ]);
  expect(begun).toBe('large a b a b a a a large a a a large large');
});

test('a request that fails gives its slot to the next', async () => {
  const slots = new RequestSlots(1);
  const failed = slots.run({ id: 'one', isFirst: false }, () => Promise.reject(new Error('no')));
  const next = slots.run({ id: 'two', isFirst: false }, async () => 'served');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('served');
});
