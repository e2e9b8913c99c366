import { expect, test } from 'vitest';
import { proofOf } from '../src/net/installation-proof.ts';
import { isPrivateAddress } from '../src/net/private-address.ts';
import { publicUrlProblem } from '../src/carrier-accounts/check-public-url.ts';
import type { Outside } from '../src/carrier-accounts/setup-port.ts';

const callbackSecret = 'a-secret';

/** The world outside, where the address leads to this installation. */
function outside(changes: Partial<Outside> = {}): Outside & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    addressesOf: async () => ['93.184.215.14'],
    txtRecordsOf: async () => [],
    get: async (url) => {
      asked.push(url);
      const nonce = new URL(url).searchParams.get('nonce') ?? '';
      return { status: 200, body: JSON.stringify({ proof: proofOf({ callbackSecret }, nonce) }) };
    },
    ...changes,
  };
}

const problem = (publicApiUrl: string, world = outside()) =>
  publicUrlProblem({ publicApiUrl, callbackSecret }, world);

test('an address that proves to be this installation is fine', async () => {
  const world = outside();
  expect(await problem('https://sms.harbor.com/api', world)).toBeNull();
  expect(world.asked).toEqual([
    expect.stringMatching(/^https:\/\/sms\.harbor\.com\/api\/health\?nonce=[0-9a-f]{32}$/),
  ]);
});

test.each([
  'http://localhost:3001',
  'https://localhost',
  'https://crm.internal',
  'https://api.test',
  'http://sms.harbor.com',
  'https://192.168.1.20',
  'https://[::1]:3001',
  'https://[fd00::1]',
])('%s is never asked, and the words say what to set', async (address) => {
  const world = outside();
  expect(await problem(address, world)).toContain('Set PUBLIC_API_URL');
  expect(world.asked).toEqual([]);
});

test('a name that leads nowhere, inside, elsewhere, or to no answer is told apart', async () => {
  const at = 'https://sms.harbor.com';
  expect(await problem(at, outside({ addressesOf: async () => [] }))).toContain('no address');
  const inside = outside({ addressesOf: async () => ['93.184.215.14', '10.0.0.7'] });
  expect(await problem(at, inside)).toContain('10.0.0.7');
  const foreign = outside({ get: async () => ({ status: 200, body: `{"proof":"${'0'.repeat(64)}"}` }) });
  expect(await problem(at, foreign)).toContain('Something else');
  expect(await problem(at, outside({ get: async () => ({ status: 502, body: '' }) }))).toContain('502');
  const silent = outside({ get: () => Promise.reject(new Error('refused')) });
  expect(await problem(at, silent)).toContain('does not answer');
});

test.each([
  ['10.1.2.3', true],
  ['100.64.0.1', true],
  ['127.0.0.1', true],
  ['169.254.169.254', true],
  ['172.31.255.255', true],
  ['172.32.0.1', false],
  ['192.168.0.1', true],
  ['8.8.8.8', false],
  ['::1', true],
  ['fe80::1', true],
  ['::ffff:10.0.0.1', true],
  ['::ffff:8.8.8.8', false],
  ['2606:4700::1111', false],
])('%s is hidden from the internet: %s', (address, hidden) => {
  expect(isPrivateAddress(address)).toBe(hidden);
});
