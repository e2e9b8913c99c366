import type { Entry } from '../messages/message-log.ts';
import type { Message } from '../messages/message.ts';
import type { Simulator } from '../simulator.ts';

/** Lines written in one piece. */
const linesPerPiece = 1_000;

/**
 * The texts taken from a place on, oldest first, as lines of JSON. `cursor` of a line is where the next
 * one begins. A text the log still keeps whole comes with SID, body, status, error and price.
 */
export function* acceptedLines(simulator: Simulator, from: number, limit: number): Generator<string> {
  const { truth, log } = simulator;
  const { accepted } = truth;
  const until = Math.min(accepted.size, from + limit);
  const kept = log.oldestFirst({});
  let next = firstOf(kept);
  let piece: string[] = [];
  for (let index = from; index < until && accepted === truth.accepted; index += 1) {
    const text = accepted.get(index);
    if (text === undefined) break;
    const { position, acceptedAtMs, ...rest } = text;
    // Both lists are in the order of the log, so one walk over what is kept whole is enough.
    while (next !== undefined && next.position < position) next = firstOf(kept);
    const acceptedAt = new Date(acceptedAtMs).toISOString();
    const whole = next?.position === position ? keptFields(next.message) : {};
    piece.push(JSON.stringify({ cursor: String(index + 1), ...rest, acceptedAt, ...whole }));
    if (piece.length < linesPerPiece) continue;
    yield `${piece.join('\n')}\n`;
    piece = [];
  }
  if (piece.length > 0) yield `${piece.join('\n')}\n`;
}

function firstOf(walk: Iterator<Entry, void>): Entry | undefined {
  const { value } = walk.next();
  return value ?? undefined;
}

function keptFields(message: Message) {
  const { sid, body, status, errorCode, priceMicros, statusCallback } = message;
  return { sid, body, status, errorCode, priceMicros, statusCallback };
}
