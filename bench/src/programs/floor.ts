// What sending costs at the least: bare undici, and Twilio's SDK on our HTTP client, without any state or rule.
import { PooledHttpClient } from '@sms-crm/carriers/twilio/http-client';
import twilio from 'twilio';
import { Pool } from 'undici';
import { answerOrders } from '../kit/side.ts';
import { accountSid, authToken, sampleText } from '../kit/sample-text.ts';
import { floorOrder } from './floor-order.ts';

const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;

answerOrders(floorOrder, async ({ client, baseUrl, texts, open, statusCallback }) => {
  const pool = new Pool(baseUrl, { connections: open, pipelining: 1 });
  const textOf = (index: number) => ({ ...sampleText(index), ...(statusCallback && { statusCallback }) });
  const send = client === 'bare' ? bare(pool, textOf) : sdk(pool, { baseUrl, textOf });
  const startedAt = performance.now();
  await sendAll(send, { texts, open });
  const seconds = (performance.now() - startedAt) / 1_000;
  await pool.close();
  return { seconds };
});

type Send = (index: number) => Promise<void>;
type TextOf = typeof sampleText;

async function sendAll(send: Send, { texts, open }: { texts: number; open: number }): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next; index < texts; index = next) {
      next += 1;
      await send(index);
    }
  };
  await Promise.all(Array.from({ length: open }, lane));
}

function bare(pool: Pool, textOf: TextOf): Send {
  return async (index) => {
    const { to, from, body, statusCallback } = textOf(index);
    const answer = await pool.request({
      method: 'POST',
      path: `/2010-04-01/Accounts/${accountSid}/Messages.json`,
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        To: to,
        From: from,
        Body: body,
        StatusCallback: statusCallback,
      }).toString(),
    });
    const made: unknown = await answer.body.json();
    if (answer.statusCode !== 201) throw new Error(`the stub refused: ${JSON.stringify(made)}`);
  };
}

function sdk(pool: Pool, { baseUrl, textOf }: { baseUrl: string; textOf: TextOf }): Send {
  const httpClient = new PooledHttpClient(pool, { baseUrl, requestTimeoutMs: 10_000 });
  const account = twilio(accountSid, authToken, { httpClient, autoRetry: false, env: {} });
  account.api.baseUrl = new URL(baseUrl).origin;
  return async (index) => {
    await account.messages.create(textOf(index));
  };
}
