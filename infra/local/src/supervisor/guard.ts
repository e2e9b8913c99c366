// Ends what the launcher started when the launcher is gone without having done so. It is told of
// each process on its standard input, whose end means that the launcher has ended.
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { startedProcess, stopProcess, type Started } from './stop-process.ts';

const message = z.union([z.object({ started: startedProcess }), z.object({ ended: z.int().positive() })]);
const running = new Map<number, Started>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const told = message.parse(JSON.parse(line));
  if ('started' in told) running.set(told.started.pid, told.started);
  else running.delete(told.ended);
}
for (const left of [...running.values()].toReversed()) await stopProcess(left);
