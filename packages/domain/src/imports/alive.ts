import { withDeadline } from '@sms-crm/runtime/metrics';
import { DomainError } from '../context/errors.ts';
import type { Clock } from '../context/ports.ts';
import { chunkBytes } from './chunks.ts';

/** An upload that sends nothing for this long is given up, ms; so is one that takes longer for a slice: 28 kbit/s. */
const idleDeadlineMs = 60_000;
const sliceDeadlineMs = 300_000;

/**
 * Passes an upload on, and gives up on a client that went silent or is far too slow.
 *
 * @throws DomainError `invalid_input` with the fix
 */
export async function* alive(clock: Clock, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = content[Symbol.asyncIterator]();
  let sliceBegan = clock.now().getTime();
  let bytes = 0;
  for (;;) {
    const next = await withDeadline(iterator.next(), idleDeadlineMs, 'the uploading client').catch(broken);
    if (next.done === true) return;
    bytes += next.value.length;
    const now = clock.now().getTime();
    if (bytes < chunkBytes && now - sliceBegan > sliceDeadlineMs) throw tooSlow();
    if (bytes >= chunkBytes) [sliceBegan, bytes] = [now, 0];
    yield next.value;
  }
}

/** Ends an upload of which no more comes in. */
export function broken(cause: unknown): never {
  throw new DomainError('invalid_input', {
    detail: 'The upload broke off before the end of the file. Upload the file again.',
    cause,
  });
}

function tooSlow(): DomainError {
  return new DomainError('invalid_input', {
    detail: `The upload was given up: less than 1 MB came in within ${sliceDeadlineMs / 60_000} minutes. Upload the file again over a faster line, or split it.`,
  });
}
