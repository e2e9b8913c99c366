import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isConnectionLoss } from '@sms-crm/db/transaction';
import type { Context } from '@sms-crm/domain/context/context';
import { DomainError } from '@sms-crm/domain/context/errors';
import { EventWriter } from '../live/event-writer.ts';
import { Streams } from '../live/streams.ts';
import { Wake } from '../live/wake.ts';

/** Where signals of changes come from; `LiveHub` is one. */
export type LiveSource = {
  readonly connected: boolean;
  subscribe: (tenantId: string, topic: string, listener: (position: string) => void) => () => void;
};

/** Shortest time between two events (2 a second), between heartbeats, and between looks while signals are away; ms. */
export type StreamTimes = { gapMs: number; heartbeatMs: number; pollMs: number };
const usualTimes: StreamTimes = { gapMs: 500, heartbeatMs: 15_000, pollMs: 2_000 };

/** Pause after which a browser connects again, ms. */
const retryMs = 2_000;

type Live = {
  source: LiveSource;
  times: StreamTimes;
  /** Authenticates the request anew, so that a stream ends when its session or permission does. */
  authenticate: (request: FastifyRequest, reply: FastifyReply) => Promise<Context>;
};

declare module 'fastify' {
  interface FastifyInstance {
    live: Live;
    streams: Streams;
  }
}

/** What one stream shows. */
export type Shown<State> = {
  /** The signals to listen to; see `liveTopic` of the contracts. */
  topic: string;
  /** The event's name. */
  event: string;
  /** Reads the whole current state; checks the permission itself. */
  read: (ctx: Context) => Promise<State>;
  /** Whether nothing will follow this state. */
  isFinal: (state: State) => boolean;
};

/** Makes `openStream` usable in the routes of this app. */
export function addStreams(
  app: FastifyInstance,
  options: Omit<Live, 'times'> & { times?: Partial<StreamTimes> | undefined },
): void {
  const streams = new Streams();
  app.decorate('streams', streams);
  app.decorate('live', { ...options, times: { ...usualTimes, ...options.times } });
  app.addHook('preClose', () => streams.close());
}

/**
 * Answers with Server-Sent Events: the whole state at once and after each change, a heartbeat comment every 15 s, `end` after a final
 * state. The state is absolute, so a client that comes back (with `Last-Event-ID` or without) misses nothing by getting the current one.
 * The session and the permission are looked at again with every heartbeat; when they are gone the stream ends.
 *
 * @throws what the first `read` throws, and DomainError `too_many_requests`: as an ordinary answer
 */
export async function openStream<State>(
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Shown<State>,
): Promise<void> {
  const { ctx, server } = request;
  const wake = new Wake();
  const leave = server.streams.take(`${ctx.tenantId}:${ctx.actor.id}`, wake);
  let position = `${Date.now()}-0`;
  const unsubscribe = server.live.source.subscribe(ctx.tenantId, shown.topic, (newest) => {
    position = newest;
    wake.ring();
  });
  reply.raw.once('close', () => wake.close());
  try {
    const state = await shown.read(ctx);
    await follow(request, reply, { ...shown, wake, state, position: () => position });
  } finally {
    unsubscribe();
    leave();
  }
}

type Following<State> = Shown<State> & { wake: Wake; state: State; position: () => string };

async function follow<State>(
  request: FastifyRequest,
  reply: FastifyReply,
  stream: Following<State>,
): Promise<void> {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  // The connection ends with the stream, so that closing the server never waits for it.
  reply.raw.shouldKeepAlive = false;
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    'x-request-id': request.id,
  });
  const writer = new EventWriter(reply.raw);
  try {
    await writer.retry(retryMs);
    await showChanges({ request, reply }, stream, writer);
  } catch (error) {
    const expected = error instanceof DomainError;
    request.log[expected ? 'debug' : 'error']({ err: error }, 'a live stream ended');
  }
  writer.end();
}

async function showChanges<State>(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  stream: Following<State>,
  writer: EventWriter,
): Promise<void> {
  const { wake } = stream;
  const { source, times } = request.server.live;
  let { ctx } = request;
  let sent = '';
  let state: State | undefined = stream.state;
  let beatAt = performance.now();
  while (!wake.closed) {
    const json = state === undefined ? sent : JSON.stringify(state);
    if (json !== sent) await writer.event({ name: stream.event, id: stream.position(), json });
    sent = json;
    if (state !== undefined && stream.isFinal(state)) {
      return writer.event({ name: 'end', id: stream.position(), json: '{}' });
    }
    await wake.pause(times.gapMs);
    const untilBeat = Math.max(0, beatAt + times.heartbeatMs - performance.now());
    const looksItself = !source.connected || state === undefined;
    const woken = await wake.wait(looksItself ? Math.min(times.pollMs, untilBeat) : untilBeat);
    if (woken === 'closed') return;
    if (performance.now() - beatAt >= times.heartbeatMs) {
      beatAt = performance.now();
      ctx = await authenticateAgain(request, reply, ctx);
      await writer.heartbeat();
    }
    state = await readOrMiss(request, () => stream.read(ctx));
  }
}

/** Redis or the database away says nothing about the session: it stays until they are back. */
async function authenticateAgain(
  request: FastifyRequest,
  reply: FastifyReply,
  ctx: Context,
): Promise<Context> {
  try {
    return await request.server.live.authenticate(request, reply);
  } catch (error) {
    const away = error instanceof DomainError ? error.code === 'unavailable' : isConnectionLoss(error);
    if (!away) throw error;
    return ctx;
  }
}

/** A database that is away for a moment is no reason to cut streams: undefined then. */
async function readOrMiss<State>(
  request: FastifyRequest,
  read: () => Promise<State>,
): Promise<State | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isConnectionLoss(error)) throw error;
    request.log.warn({ err: error }, 'a live stream could not read; trying again');
    return undefined;
  }
}
