import { expect, test } from 'vitest';
import { RequestSlots } from '../src/sending/request-slots.ts';

test('owners take turns at the slots, and no more requests are open than there are slots', async () => {
  const slots = new RequestSlots(2);
  const begun: string[] = [];
  const gate = Promise.withResolvers<void>();
  let open = 0;
  let most = 0;
  const ask = (owner: string, name: string) =>
    slots.run(owner, async () => {
      begun.push(name);
      open += 1;
      most = Math.max(most, open);
      await gate.promise;
      open -= 1;
    });
  const large = Array.from({ length: 6 }, (_, index) => ask('large', `large ${index}`));
  const small = ['small 0', 'small 1'].map((name) => ask('small', name));
  expect(begun).toEqual(['large 0', 'large 1']);
  gate.resolve();
  await Promise.all([...large, ...small]);
  expect(begun).toEqual([
    'large 0',
    'large 1',
    'large 2',
    'small 0',
    'large 3',
    'small 1',
    'large 4',
    'large 5',
  ]);
  expect(most).toBe(2);
});

test('a request that fails gives its slot to the next', async () => {
  const slots = new RequestSlots(1);
  const failed = slots.run('one', () => Promise.reject(new Error('no')));
  const next = slots.run('two', async () => 'served');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('served');
});
