import { StartError } from '../../bootstrap/errors.mjs';
import { describeEnding, StoppingError, type EndCause, type Supervisor } from './supervisor.ts';

/** Time after which a stop says what it waits for, and again after each further one, ms. */
const stillMs = 5_000;

/**
 * Runs `work` and ends everything afterwards, whatever happens: a signal, a launcher that is gone, a
 * program that ends by itself, or an error.
 *
 * @param options.work resolves with an exit code when there is nothing left to do
 * @param options.askedCode the exit code when somebody asked to end
 * @returns the exit code
 */
export async function supervise(options: {
  supervisor: Supervisor;
  work: () => Promise<number>;
  askedCode: number;
  say: (line: string) => void;
}): Promise<number> {
  const { supervisor, say } = options;
  listen(supervisor);
  const code = await Promise.race([supervisor.ending, options.work()]).then(
    (end) => (typeof end === 'number' ? end : reportEnd(end, options)),
    (error: unknown) => reportError(error, say),
  );
  await stopAloud(options);
  return code;
}

/** Ends everything, and says from time to time what it is waiting for. */
async function stopAloud(options: { supervisor: Supervisor; say: (line: string) => void }): Promise<void> {
  const { supervisor, say } = options;
  const still = setInterval(() => {
    const names = supervisor.waitedFor();
    if (names.length > 0) say(`Still waiting for ${names.join(', ')} to end ...`);
  }, stillMs);
  try {
    await supervisor.stop();
  } finally {
    clearInterval(still);
  }
}

/** Why a program that should have run on is an error. */
export function deathError(cause: Extract<EndCause, { died: unknown }>): StartError {
  const { died, ending } = cause;
  return new StartError(
    `${died.spec.name} ended unexpectedly (${describeEnding(ending)}). Its last lines are above.`,
    `Read its whole log in the logs folder (${died.spec.name}.log), mend the cause and start again.`,
    died.lastLines().join('\n'),
  );
}

/** Signals come more than once (from the terminal, npm and the bootstrap); the first one counts. */
function listen(supervisor: Supervisor): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => supervisor.ask(signal));
  }
  if (process.channel) {
    process.once('disconnect', () => supervisor.ask('the launcher is gone'));
    process.channel.unref();
  }
  // The terminal may be gone before we are.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
}

function reportEnd(end: EndCause, options: { askedCode: number; say: (line: string) => void }): number {
  if ('died' in end) return reportError(deathError(end), options.say);
  options.say(`\nStopping (${end.asked}) ...`);
  return options.askedCode;
}

function reportError(error: unknown, say: (line: string) => void): number {
  if (error instanceof StartError) say(error.text());
  else if (!(error instanceof StoppingError)) say(`\nError: ${detailOf(error)}\n`);
  return 1;
}

function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
