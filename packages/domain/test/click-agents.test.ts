import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isMachine } from '@sms-crm/contracts/clicks';
import { networkOf, networkText } from '../src/clicks/address.ts';
import { deviceOf } from '../src/clicks/device.ts';
import { hostingOf } from '../src/clicks/hosting-networks.ts';
import { judgeRequest } from '../src/clicks/judge-request.ts';
import { hintsOf } from '../src/links/hints.ts';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

type Person = { app: string; agent: string; headers: Record<string, string> };
const people: Person[] = JSON.parse(fixture('people-agents.json'));
const calledPeople: { agent: string; reason: string }[] = JSON.parse(
  fixture('crawlers-that-are-people.json'),
);
const crawlers = fixture('crawlers.txt')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith(';'));

const judge = (agent: string, headers: Record<string, string> = {}, network: string | null = null) =>
  judgeRequest({ agent, hints: hintsOf(headers), network });

const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const iMessage =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0';
const googleMessages =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/56.0.2924.87 Safari/537.36 Google-PageRenderer Google (+https://developers.google.com/+/web/snippet/)';

test('at least 99 of 100 crawlers are machines, those that are people left out by name', () => {
  const named = new Set(calledPeople.map(({ agent }) => agent));
  const machines = crawlers.filter((agent) => !named.has(agent));
  const missed = machines.filter((agent) => !isMachine(judge(agent).verdict));
  expect(machines).toHaveLength(crawlers.length - named.size);
  expect(missed.length / machines.length).toBeLessThanOrEqual(0.01);
});

test('no person is called a machine, whatever app they tapped in and whatever headers it sends', () => {
  expect(new Set(people.map(({ agent }) => agent)).size).toBeGreaterThanOrEqual(300);
  const wronged = people.filter(({ agent, headers }) => judge(agent, headers).verdict !== 'human');
  expect(wronged).toEqual([]);
  expect(calledPeople.filter(({ agent }) => judge(agent).verdict !== 'human')).toEqual([]);
});

test.each<[string, string, Record<string, string>]>([
  ['human', iPhone, {}],
  ['prefetch', iPhone, { 'sec-purpose': 'prefetch;prerender' }],
  ['prefetch', iPhone, { purpose: 'prefetch' }],
  ['prefetch', iPhone, { 'x-purpose': 'preview' }],
  ['prefetch', iPhone, { 'x-moz': 'prefetch' }],
  ['human', iPhone, { purpose: 'navigate' }],
  ['preview', iMessage, {}],
  ['preview', googleMessages, {}],
  ['preview', 'WhatsApp/2.23.20.0', {}],
  ['preview', 'WhatsApp/2.24.13.77 A', {}],
  ['preview', 'Viber', {}],
  ['preview', 'TelegramBot (like TwitterBot)', {}],
  ['bot', 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', {}],
  ['bot', 'BarracudaCentral Web Crawler', {}],
  ['no-browser', 'curl/8.5.0', {}],
  ['no-browser', '', {}],
  ['no-browser', ' ', {}],
  ['no-browser', 'Dalvik/2.1.0 (Linux; U; Android 14)', {}],
  ['no-browser', 'okhttp/4.12.0', {}],
  ['no-browser', 'com.apple.WebKit.Networking/1 CFNetwork/1494.0.7 Darwin/23.4.0', {}],
  ['no-browser', 'python-requests/2.31.0', {}],
  ['no-browser', 'Go-http-client/2.0', {}],
])('%s: %s %j', (verdict, agent, headers) => {
  const judged = judge(agent, headers);
  expect(judged.verdict).toBe(verdict);
  expect(judged.reason === null).toBe(verdict === 'human');
});

test('the first layer that speaks decides', () => {
  const all = { 'sec-purpose': 'prefetch' };
  expect(judge(iMessage, all, 'Amazon')).toEqual({ verdict: 'prefetch', reason: 'sec-purpose: prefetch' });
  expect(judge(iMessage, {}, 'Amazon')).toEqual({ verdict: 'preview', reason: 'facebookexternalhit' });
  expect(judge(iPhone, {}, 'Amazon')).toEqual({ verdict: 'hosting', reason: 'Amazon' });
});

test.each<[string, string | undefined, string | null]>([
  ['3.5.140.9', '3.5.140.0/24', 'Amazon'],
  ['::ffff:3.5.140.9', '3.5.140.0/24', 'Amazon'],
  ['2600:1f18::5', '2600:1f18:0::/48', 'Amazon'],
  ['2a01:4f8:c17::1', '2a01:4f8:c17::/48', 'Hetzner'],
  ['20.36.1.1', '20.36.1.0/24', 'Microsoft'],
  ['172.58.27.134', '172.58.27.0/24', null],
  ['2607:fb90:1234:5678::9', '2607:fb90:1234::/48', null],
  ['104.28.1.1', '104.28.1.0/24', null],
  ['1::', '1:0:0::/48', null],
  ['::1', '0:0:0::/48', null],
  ['fe80::1', 'fe80:0:0::/48', null],
  ['999.1.1.1', undefined, null],
  ['', undefined, null],
])('%s is of the network %s, of the data centre %s', (ip, text, operator) => {
  const network = networkOf(ip);
  expect(network && networkText(network)).toBe(text);
  expect(network === undefined ? null : hostingOf(network)).toBe(operator);
});

test('the system of a browser is told by its agent', () => {
  const devices = new Set(people.map(({ agent }) => deviceOf(agent)));
  expect([...devices].toSorted()).toEqual(['android', 'ios', 'linux', 'mac', 'windows']);
  expect(deviceOf('something')).toBe('other');
});
