// Posts status callbacks as a carrier does, over connections that stay open; each posts its next one when it has its answer.
import { once } from 'node:events';
import { connect } from 'node:net';
import { buildCallbackUrl } from '@sms-crm/domain/webhooks/callback-url';
import twilio from 'twilio';
import type { z } from 'zod';
import { answerOrders } from '../kit/side.ts';
import { textId, postingOrder, type callbackOrder } from './posting-order.ts';

let requests: Buffer[] = [];

answerOrders(postingOrder, async (order) => {
  if ('make' in order) {
    requests = makeRequests(order.make);
    return { seconds: 0, p99: 0 };
  }
  return postAll(requests, order.post);
});

function makeRequests(order: z.infer<typeof callbackOrder>): Buffer[] {
  const now = new Date();
  const numbers = Array.from({ length: order.texts }, (_, n) => order.firstText + n);
  return ['sent', 'delivered'].flatMap((status) =>
    numbers.map((number) => requestOf(order, { number, status, now })),
  );
}

function requestOf(
  { publicApiUrl, callbackSecret, account }: z.infer<typeof callbackOrder>,
  { number, status, now }: { number: number; status: string; now: Date },
): Buffer {
  const subject = { accountKey: account.key, messageId: textId(number), attempt: 0, now };
  const url = new URL(buildCallbackUrl({ publicApiUrl, callbackSecret }, subject));
  url.hash = '';
  const sid = `SM${number.toString(16).padStart(32, '0')}`;
  const params = {
    AccountSid: account.sid,
    ApiVersion: '2010-04-01',
    From: '+12025550101',
    MessageSid: sid,
    MessageStatus: status,
    RawDlrDoneDate: '2603021705',
    SmsSid: sid,
    SmsStatus: status,
    To: `+1415${String(2_000_000 + number)}`,
  };
  const body = new URLSearchParams(params).toString();
  const signature = twilio.getExpectedTwilioSignature(account.token, url.href, params);
  return Buffer.from(
    [
      `POST ${url.pathname}${url.search} HTTP/1.1`,
      `host: ${url.host}`,
      'user-agent: TwilioProxy/1.1',
      'accept: */*',
      `x-twilio-signature: ${signature}`,
      'i-twilio-idempotency-token: 3f8a1c52-6a0e-4b5e-9f52-3a7a5b7e1c11',
      'content-type: application/x-www-form-urlencoded; charset=UTF-8',
      `content-length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
}

async function postAll(
  all: readonly Buffer[],
  { port, connections }: { port: number; connections: number },
): Promise<{ seconds: number; p99: number }> {
  const waits: number[] = [];
  const queue = all.values();
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, () => postOver(port, queue, waits)));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { seconds, p99: waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? 0 };
}

/** One connection, until nothing is left to post. */
async function postOver(port: number, queue: Iterator<Buffer, undefined>, waits: number[]): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  await new Promise<void>((resolve, reject) => {
    let sentAt = 0;
    let answer = '';
    const next = () => {
      const request = queue.next();
      if (request.done === true) return resolve();
      sentAt = performance.now();
      socket.write(request.value);
    };
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (!answer.endsWith('\r\n\r\n')) return;
      if (!answer.startsWith('HTTP/1.1 204')) return reject(new Error(`a callback was answered ${answer}`));
      answer = '';
      waits.push(performance.now() - sentAt);
      next();
    });
    socket.once('error', reject);
    next();
  });
  socket.destroy();
}
