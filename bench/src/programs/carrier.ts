// A carrier that takes every text and answers after a constant time, in a process of its own: the least a carrier can cost, so that
// what is measured is the sender. It shows the demo clock at 11:00, posts two signed callbacks a text when told to, and knows no faults.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import twilio from 'twilio';
import { Pool } from 'undici';
import { answerOrders } from '../kit/side.ts';
import { z } from 'zod';
import { carrierOrder, carrierQuestion, type CarrierState, type FromNumber } from './carrier-order.ts';

let settings = carrierOrder.parse({});
const phones = new Map<string, number>();
const fromNumbers = new Map<string, FromNumber>();
let accepted = 0;
const pools = new Map<string, Pool>();

const server = createServer((request, response) => {
  if (request.method !== 'POST') {
    json(response, 200, { time: '11:00' });
    return;
  }
  void text(request).then((body) => take(body, accountOf(request), response));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  answerOrders(z.union([carrierQuestion, carrierOrder]), (order) => {
    if ('about' in order) return state(order.about);
    settings = order;
    if (order.reset) {
      phones.clear();
      fromNumbers.clear();
      accepted = 0;
    }
    return state();
  });
});

function state(about = ''): CarrierState {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    accepted,
    phones: phones.size,
    fromNumbers: Object.fromEntries(fromNumbers),
    phoneAtMs: phones.get(about) ?? null,
  };
}

/** The account in `/2010-04-01/Accounts/<sid>/Messages.json`. */
function accountOf({ url = '' }: IncomingMessage): string {
  return url.split('/')[3] ?? '';
}

async function take(body: string, account: string, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(body);
  const to = form.get('To') ?? '';
  accepted += 1;
  phones.set(to, Date.now());
  note(form.get('From') ?? '');
  const sid = `SM${accepted.toString(16).padStart(8, '0')}${process.pid.toString(16).padStart(24, '0')}`;
  if (settings.latencyMs > 0) await sleep(settings.latencyMs);
  json(response, 201, {
    account_sid: account,
    api_version: '2010-04-01',
    body: form.get('Body'),
    date_created: 'Fri, 20 Nov 2026 16:00:00 +0000',
    date_sent: null,
    date_updated: 'Fri, 20 Nov 2026 16:00:00 +0000',
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: form.get('From'),
    messaging_service_sid: null,
    num_media: '0',
    num_segments: '1',
    price: null,
    price_unit: 'USD',
    sid,
    status: 'queued',
    subresource_uris: { media: `/2010-04-01/Accounts/AC/Messages/${sid}/Media.json` },
    to,
    uri: `/2010-04-01/Accounts/AC/Messages/${sid}.json`,
  });
  const callback = form.get('StatusCallback');
  if (settings.callbacks && callback !== null) {
    const about = { account, sid, to, from: form.get('From') ?? '' };
    await tell(callback, { ...about, status: 'sent' });
    await tell(callback, { ...about, status: 'delivered' });
  }
}

function note(from: string): void {
  const now = Date.now();
  const known = fromNumbers.get(from) ?? { texts: 0, firstAtMs: now, lastAtMs: now };
  fromNumbers.set(from, { ...known, texts: known.texts + 1, lastAtMs: now });
}

async function tell(
  callback: string,
  about: { account: string; sid: string; to: string; from: string; status: string },
): Promise<void> {
  const [url = ''] = callback.split('#');
  const target = new URL(url);
  const params = {
    AccountSid: about.account,
    ApiVersion: '2010-04-01',
    From: about.from,
    MessageSid: about.sid,
    MessageStatus: about.status,
    SmsSid: about.sid,
    SmsStatus: about.status,
    To: about.to,
  };
  const pool = pools.get(target.origin) ?? new Pool(target.origin, { connections: 100 });
  pools.set(target.origin, pool);
  const answer = await pool.request({
    method: 'POST',
    path: `${target.pathname}${target.search}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': twilio.getExpectedTwilioSignature(settings.authToken, url, params),
    },
    body: new URLSearchParams(params).toString(),
  });
  await answer.body.dump();
  if (answer.statusCode >= 300) throw new Error(`a callback was answered with ${answer.statusCode}`);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  const written = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(written),
  });
  response.end(written);
}
