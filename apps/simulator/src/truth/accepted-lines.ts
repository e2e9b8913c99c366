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
  let piece: string[] = [];
  for (let index = from; index < until && accepted === truth.accepted; index += 1) {
    const text = accepted.get(index);
    if (text === undefined) break;
    const { position, acceptedAtMs, ...rest } = text;
    const whole = log.at(position);
    const acceptedAt = new Date(acceptedAtMs).toISOString();
    const kept = whole === undefined ? {} : keptFields(whole);
    piece.push(JSON.stringify({ cursor: String(index + 1), ...rest, acceptedAt, ...kept }));
    if (piece.length < linesPerPiece) continue;
    yield `${piece.join('\n')}\n`;
    piece = [];
  }
  if (piece.length > 0) yield `${piece.join('\n')}\n`;
}

function keptFields(message: NonNullable<ReturnType<Simulator['log']['at']>>) {
  const { sid, body, status, errorCode, priceMicros, statusCallback } = message;
  return { sid, body, status, errorCode, priceMicros, statusCallback };
}
