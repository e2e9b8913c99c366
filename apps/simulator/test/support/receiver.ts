import { createServer, type IncomingMessage } from 'node:http';
import { portOf } from '@sms-crm/runtime/metrics';

/** One webhook as the application got it. */
export type Received = {
  /** Path and query. */
  url: string;
  headers: IncomingMessage['headers'];
  params: Record<string, string>;
};

/** How the application answers its n-th webhook. */
export type Answer = { status: number; type?: string; body?: string };

export type Receiver = {
  origin: string;
  received: Received[];
  answer: (next: AnswerTo) => void;
  close: () => Promise<void>;
};

/** Tells how to answer, or not to. */
type AnswerTo = (received: Received, count: number) => Answer | 'nothing';

const takeAll: AnswerTo = () => ({ status: 204 });

/** An application that takes webhooks; answers 204 until told otherwise. */
export async function startReceiver({ port = 0 } = {}): Promise<Receiver> {
  const received: Received[] = [];
  let answerOf = takeAll;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      const entry = { url: request.url ?? '', headers: request.headers, params: Object.fromEntries(form) };
      received.push(entry);
      const answer = answerOf(entry, received.length);
      if (answer === 'nothing') return;
      const { status, type, body } = answer;
      response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${portOf(server)}`,
    received,
    answer: (next) => {
      answerOf = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
