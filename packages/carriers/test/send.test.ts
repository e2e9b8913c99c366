import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import {
  accepted,
  clientOf,
  createPath,
  credentials,
  json,
  scriptedCarrier,
  text,
} from './scripted-carrier.ts';
import { checkRequest } from './twilio-documents.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function opened(
  answer: Parameters<typeof scriptedCarrier>[0],
  options?: Parameters<typeof clientOf>[1],
  path = '',
) {
  const other = await scriptedCarrier(answer);
  const client = clientOf(`${other.url}${path}`, options);
  closers.push(other.hangUp, client.close);
  return { ...other, ...client };
}

test('a text goes out as one request of the form Twilio documents', async () => {
  const { carrier, received } = await opened(accepted);
  const outcome = await carrier.send({ ...text, body: 'Grüße & 50 % off = “now” 🎉 +1\nbye' });
  expect(outcome).toEqual({ type: 'accepted', carrierMessageId: `SM${'1'.repeat(32)}`, parts: 2 });
  expect(received).toEqual([
    {
      method: 'POST',
      path: createPath,
      authorization: `Basic ${btoa(`${credentials.accountSid}:${credentials.authToken}`)}`,
      contentType: expect.stringContaining('application/x-www-form-urlencoded'),
      form: expect.arrayContaining([
        ['To', text.to],
        ['From', text.from],
        ['Body', 'Grüße & 50 % off = “now” 🎉 +1\nbye'],
        ['StatusCallback', text.statusCallback],
        ['ValidityPeriod', '3600'],
      ]),
    },
  ]);
  expect(received[0]?.form.length).toBe(5);
  expect(received.map(checkRequest)).toEqual([undefined]);
});

test('every body arrives as it was written', async () => {
  const { carrier, received } = await opened(accepted);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), async (body) => {
      await carrier.send({ ...text, body });
      expect(received.at(-1)?.form).toContainEqual(['Body', body]);
    }),
    { numRuns: 100 },
  );
});

test('a path in front of the API, e.g. that of a proxy, is kept once', async () => {
  const { carrier, received } = await opened(accepted, {}, '/carrier');
  await carrier.send(text);
  expect(received.map(({ path }) => path)).toEqual([`/carrier${createPath}`]);
});

test('parts are unknown while the carrier has not chosen a sender', async () => {
  const { carrier } = await opened(json(201, { sid: 'SM1', num_segments: '0' }));
  expect(await carrier.send(text)).toEqual({ type: 'accepted', carrierMessageId: 'SM1', parts: null });
});

const refusal = (code: number, message = 'No') => ({ code, message, status: 400 });

test.each([21_211, 21_408, 21_610, 21_614])('a refusal keeps its code %i', async (code) => {
  const { carrier } = await opened(json(400, refusal(code)));
  expect(await carrier.send(text)).toEqual({
    type: 'refused',
    errorCode: String(code),
    detail: expect.stringContaining(String(code)),
  });
});

const page: Parameters<typeof scriptedCarrier>[0] = (response) =>
  response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
const busy = json(429, { code: 20_429, message: 'Too Many Requests', status: 429 });
const wrongCredentials = json(401, { code: 20_003, message: 'Authenticate', status: 401 });

test.each([
  ['429', busy, 1_000, '20429'],
  ['401', wrongCredentials, 60_000, '20003'],
  ['a full queue', json(400, refusal(21_611)), 60_000, '21611'],
  ['a sender that may not send', json(400, refusal(21_606)), 60_000, '21606'],
])('%s is not sent and may be tried again later', async (_name, answer, retryAfterMs, errorCode) => {
  const { carrier, received } = await opened(answer);
  expect(await carrier.send(text)).toEqual({
    type: 'not-sent',
    detail: expect.any(String),
    retryAfterMs,
    errorCode,
  });
  expect(received.length).toBe(1);
});

const hungUp: Parameters<typeof scriptedCarrier>[0] = (response) => response.destroy();
const busyFor =
  (
    headers: Record<string, string>,
    body = '{"code":20429,"status":429}',
  ): Parameters<typeof scriptedCarrier>[0] =>
  (response) =>
    response.writeHead(429, headers).end(body);
const date = 'Tue, 02 Mar 2027 20:00:00 GMT';

test.each([
  ['seconds', busyFor({ 'retry-after': '7' }), { retryAfterMs: 7_000, askedMs: 7_000 }],
  ['less than we wait anyway', busyFor({ 'retry-after': '0' }), { retryAfterMs: 1_000, askedMs: 0 }],
  ['more than is believed', busyFor({ 'retry-after': '86400' }), { retryAfterMs: 300_000, askedMs: 300_000 }],
  [
    'a date',
    busyFor({ 'retry-after': 'Tue, 02 Mar 2027 20:00:30 GMT', date }),
    { retryAfterMs: 30_000, askedMs: 30_000 },
  ],
  ['nothing readable', busyFor({ 'retry-after': 'soon' }), { retryAfterMs: 1_000 }],
  ['nothing, as a proxy', busyFor({}, '<h1>Slow down</h1>'), { retryAfterMs: 1_000 }],
])('a 429 that asks for %s is obeyed within bounds', async (_name, answer, asked) => {
  const { carrier } = await opened(answer);
  expect(await carrier.send(text)).toEqual({
    type: 'not-sent',
    detail: expect.stringContaining('429'),
    errorCode: '20429',
    ...asked,
  });
});

test('a 429 keeps a code of its own', async () => {
  const { carrier } = await opened(busyFor({}, '{"code":63038,"message":"daily limit","status":429}'));
  expect(await carrier.send(text)).toMatchObject({ type: 'not-sent', errorCode: '63038' });
});

const halfAnswer: Parameters<typeof scriptedCarrier>[0] = (response) => {
  response.writeHead(201, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"sid":"SM1"', () => response.destroy());
};
const silent: Parameters<typeof scriptedCarrier>[0] = () => undefined;
const elsewhere: Parameters<typeof scriptedCarrier>[0] = (response) =>
  response.writeHead(307, { location: createPath }).end();

test.each([
  ['500', json(500, { code: 20_500, message: 'Internal', status: 500 })],
  ['503', json(503, { code: 20_503, message: 'Unavailable', status: 503 })],
  ['an HTML page of a proxy', page],
  ['a text the carrier gave up so as not to send it twice', json(400, refusal(30_410))],
  ['400 without a code', json(400, { message: 'what?' })],
  ['a socket cut after the request', hungUp],
  ['a socket cut within the answer', halfAnswer],
  ['silence', silent],
  ['a redirect', elsewhere],
  ['200 without a message', json(200, {})],
  ['200 with a page', (response) => response.writeHead(200).end('<h1>Sign in to this network</h1>')],
] satisfies [string, Parameters<typeof scriptedCarrier>[0]][])(
  'after %s the outcome is unknown, and nothing is sent again',
  async (_name, answer) => {
    const { carrier, received } = await opened(answer, { requestTimeoutMs: 1_000 });
    expect(await carrier.send(text)).toEqual({ type: 'unknown', detail: expect.stringMatching(/./) });
    expect(received.length).toBe(1);
  },
);

test('a carrier that cannot be reached got nothing', async () => {
  const { carrier, hangUp } = await opened(accepted);
  await hangUp();
  expect(await carrier.send(text)).toEqual({
    type: 'not-sent',
    detail: expect.stringContaining('ECONNREFUSED'),
    retryAfterMs: 1_000,
  });
});

test('cut by an end of the process, a request that was written is unknown, one that still waits is not sent', async () => {
  const { carrier, received, cut, close } = await opened(silent, { connections: 1 });
  const written = carrier.send(text);
  await expect.poll(() => received.length).toBe(1);
  const waiting = carrier.send(text);
  await cut();
  const detail = expect.stringContaining('this process ends');
  expect(await written).toEqual({ type: 'unknown', detail });
  expect(await waiting).toMatchObject({ type: 'not-sent', detail });
  expect(await carrier.send(text)).toMatchObject({ type: 'not-sent' });
  await close();
  expect(received.length).toBe(1);
});

test('an answer that never ends is cut off at 4 MB, and the outcome is unknown', async () => {
  let written = 0;
  const { carrier } = await opened((response) => {
    const piece = Buffer.alloc(64 * 1024, '[');
    const pour = () => {
      while (!response.destroyed) {
        written += piece.length;
        if (!response.write(piece)) break;
      }
    };
    response.on('drain', pour).writeHead(201, { 'content-type': 'application/json' });
    pour();
  });
  expect(await carrier.send(text)).toEqual({
    type: 'unknown',
    detail: expect.stringContaining('EXCEEDED_MAX_SIZE'),
  });
  expect(written).toBeLessThan(32 * 1024 * 1024);
});

test('no more connections are open than allowed, and all texts get through', async () => {
  const waiting: (() => void)[] = [];
  const {
    carrier,
    received,
    open: connections,
  } = await opened((response, one) => waiting.push(() => accepted(response, one)), { connections: 3 });
  let done = 0;
  const sends = Array.from({ length: 12 }, async () => {
    const outcome = await carrier.send(text);
    done += 1;
    return outcome.type;
  });
  await expect.poll(() => received.length).toBe(3);
  while (done < sends.length) {
    await expect.poll(() => waiting.length + done).toBeGreaterThan(0);
    waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(new Set(await Promise.all(sends))).toEqual(new Set(['accepted']));
  // A port was somebody else's a moment ago, who may still knock.
  const ours = received.filter(({ authorization }) => authorization !== '');
  expect(ours.map(({ method, path }) => `${method} ${path}`)).toEqual(
    Array.from(sends, () => `POST ${createPath}`),
  );
  expect(connections.most).toBe(3);
});

test('each account sends with its own credentials over the one pool', async () => {
  const { lookup, received } = await opened(accepted);
  const other = { id: 'account-2', accountSid: `AC${'b'.repeat(32)}`, authToken: 'other', real: false };
  await lookup(credentials).send(text);
  await lookup(other).send(text);
  expect(received.map(({ authorization }) => atob(authorization.replace('Basic ', '')))).toEqual([
    `${credentials.accountSid}:secret`,
    `${other.accountSid}:other`,
  ]);
  expect(lookup(other)).toBe(lookup({ ...other }));
  expect(lookup({ ...other, authToken: 'rotated' })).not.toBe(lookup(other));
});
