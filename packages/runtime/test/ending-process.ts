import { setInterval } from 'node:timers';
import { Lifecycle, runProcess } from '../src/lifecycle.ts';
import { createLogger } from '../src/logger.ts';

/** A process that says `ready`, and at its end which parts it closed; its first argument says how one of them behaves. */
const [mode] = process.argv.slice(2);
const say = (text: string) => process.stdout.write(`${text}\n`);

const closers: Record<string, () => Promise<void> | void> = {
  clean: () => undefined,
  failing: () => Promise.reject(new Error('did not want to')),
  hanging: () => new Promise(() => undefined),
};

await runProcess('ending-process', () => {
  const close = closers[mode ?? ''];
  if (close === undefined) return Promise.reject(new Error('tell me how to end'));
  const lifecycle = new Lifecycle(createLogger({ name: 'test', level: 'silent' }));
  const work = setInterval(() => undefined, 60_000);
  lifecycle.onClose('work', () => {
    clearInterval(work);
    say('closed work');
  });
  lifecycle.onClose('middle', close);
  lifecycle.onClose('server', () => {
    clearInterval(work);
    say('closed server');
  });
  lifecycle.install(300);
  say('ready');
  return Promise.resolve();
});
