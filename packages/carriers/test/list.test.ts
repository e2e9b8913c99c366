import { afterEach, expect, test } from 'vitest';
import { clientOf, createPath, json, scriptedCarrier, text } from './scripted-carrier.ts';
import { checkRequest } from './twilio-documents.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function opened(answer: Parameters<typeof scriptedCarrier>[0], path = '') {
  const other = await scriptedCarrier(answer);
  const client = clientOf(`${other.url}${path}`);
  closers.push(other.hangUp, client.close);
  return { ...other, ...client };
}

const listed = (number: number, fields: Record<string, unknown> = {}) => ({
  sid: `SM${number}`,
  from: text.from,
  to: text.to,
  body: 'Hello',
  status: 'delivered',
  error_code: null,
  date_created: 'Sun, 01 Mar 2026 15:00:00 +0000',
  price: null,
  ...fields,
});
const pageOf = (messages: unknown[], next: string | null = null) => ({
  messages,
  page: 0,
  page_size: 200,
  next_page_uri: next,
});
const filter = { to: text.to, from: text.from, since: new Date('2026-03-01T14:00:00Z') };

test('asks for one phone and one number, and maps status, error, date and price', async () => {
  const { carrier, received } = await opened(
    json(
      200,
      pageOf([
        listed(1, { price: '-0.00750' }),
        listed(2, { status: 'undelivered', error_code: 30_003, price: '0' }),
        listed(3, { body: '' }),
      ]),
    ),
  );
  const common = {
    direction: 'outbound',
    from: text.from,
    to: text.to,
    createdAt: new Date('2026-03-01T15:00:00Z'),
  };
  expect(await carrier.list(filter)).toEqual([
    {
      ...common,
      carrierMessageId: 'SM1',
      body: 'Hello',
      status: 'delivered',
      errorCode: null,
      priceMicros: 7_500,
    },
    {
      ...common,
      carrierMessageId: 'SM2',
      body: 'Hello',
      status: 'undelivered',
      errorCode: '30003',
      priceMicros: 0,
    },
    { ...common, carrierMessageId: 'SM3', body: '', status: 'delivered', errorCode: null, priceMicros: null },
  ]);
  const asked = new URL(received[0]?.path ?? '', 'http://carrier.test');
  expect(received[0]?.method).toBe('GET');
  expect(asked.pathname).toBe(createPath);
  expect(asked.searchParams.get('To')).toBe(text.to);
  expect(asked.searchParams.get('From')).toBe(text.from);
  expect(received.map(checkRequest)).toEqual([undefined]);
});

test('leaves out what is older than asked for', async () => {
  const { carrier } = await opened(
    json(200, pageOf([listed(1), listed(2, { date_created: 'Sun, 01 Mar 2026 13:59:59 +0000' })])),
  );
  expect((await carrier.list(filter)).map(({ carrierMessageId }) => carrierMessageId)).toEqual(['SM1']);
});

const many = Array.from({ length: 200 }, (_, index) => listed(index));

test('refuses a list that may go on behind its end', async () => {
  const { carrier } = await opened(json(200, pageOf(many)));
  await expect(carrier.list(filter)).rejects.toThrow('not complete');
});

test('a long list is complete when its end is older than asked for', async () => {
  const old = listed(200, { date_created: 'Sun, 01 Mar 2026 13:00:00 +0000' });
  const { carrier } = await opened(json(200, pageOf([...many.slice(1), old])));
  expect((await carrier.list(filter)).length).toBe(199);
});

test.each(['', '/carrier'])('follows the pages of the list, behind the path "%s"', async (path) => {
  const { carrier, received } = await opened((response, one) => {
    const second = one.path.includes('Page=1');
    json(200, second ? pageOf([listed(2)]) : pageOf([listed(1)], `${createPath}?Page=1&PageToken=x`))(
      response,
      one,
    );
  }, path);
  expect((await carrier.list(filter)).map(({ carrierMessageId }) => carrierMessageId)).toEqual([
    'SM1',
    'SM2',
  ]);
  expect(received.map((one) => one.path.split('?')[0])).toEqual([
    `${path}${createPath}`,
    `${path}${createPath}`,
  ]);
});

test.each([
  ['500', json(500, { code: 20_500, message: 'Internal', status: 500 })],
  ['a page of a proxy', (response) => response.writeHead(200).end('<h1>Sign in</h1>')],
  ['no list', json(200, {})],
  ['a text without a readable date', json(200, pageOf([listed(1, { date_created: 'soon' })]))],
  ['a text without a date', json(200, pageOf([listed(1, { date_created: null })]))],
  ['a cut socket', (response) => response.destroy()],
] satisfies [string, Parameters<typeof scriptedCarrier>[0]][])(
  '%s is no list: it rejects instead of saying that nothing was sent',
  async (_name, answer) => {
    const { carrier } = await opened(answer);
    await expect(carrier.list(filter)).rejects.toThrow(/./);
  },
);

const stretch = { from: new Date('2026-03-01T14:00:00Z'), until: new Date('2026-03-01T15:00:00Z') };

test('lists what was sent in a stretch of time page by page, with what came in', async () => {
  const next = `${createPath}?DateSent%3E=x&PageSize=500&Page=1&PageToken=PA%2Bx`;
  const { carrier, received } = await opened((response, one) => {
    const second = one.path.includes('PageToken');
    const first = pageOf([listed(1, { price: '-0.01' }), listed(2, { direction: 'inbound' })], next);
    json(200, second ? pageOf([listed(3)]) : first)(response, one);
  });
  const first = await carrier.listSent({ ...stretch, page: null });
  expect(first.texts).toMatchObject([
    { carrierMessageId: 'SM1', direction: 'outbound', priceMicros: 10_000 },
    { carrierMessageId: 'SM2', direction: 'inbound' },
  ]);
  const second = await carrier.listSent({ ...stretch, page: first.nextPage });
  expect(second.texts.map(({ carrierMessageId }) => carrierMessageId)).toEqual(['SM3']);
  expect(second.nextPage).toBeNull();
  const asked = received.map(({ path }) => new URL(path, 'http://carrier.test').searchParams);
  expect(
    asked.map((query) => [query.get('DateSent>'), query.get('DateSent<'), query.get('PageToken')]),
  ).toEqual([
    ['2026-03-01T14:00:00Z', '2026-03-01T15:00:00Z', null],
    ['2026-03-01T14:00:00Z', '2026-03-01T15:00:00Z', 'PA+x'],
  ]);
  expect(received.slice(0, 1).map(checkRequest)).toEqual([undefined]);
});

test('a list of what was sent that cannot be read rejects', async () => {
  const { carrier } = await opened(json(500, { code: 20_500, message: 'Internal', status: 500 }));
  await expect(carrier.listSent({ ...stretch, page: null })).rejects.toThrow(/./);
});
