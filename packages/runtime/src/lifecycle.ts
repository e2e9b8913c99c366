import type { Logger } from './logger.ts';
import type { ReadinessCheck } from './metrics.ts';

/** Longest time a process takes to end after SIGTERM, ms; what is still open then is cut. */
const shutdownDeadlineMs = 9_500;

type Closer = { name: string; close: () => Promise<void> | void };

/**
 * Ends a process in order: closers run one after the other, the last registered first, when
 * SIGTERM or SIGINT arrives or the parent that started the process with an IPC channel is gone.
 */
export class Lifecycle {
  readonly #steps: (readonly Closer[])[] = [];
  readonly #log: Logger;
  #closing: Promise<void> | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Not ready from the moment the process begins to end, so that nobody sends it anything new. */
  get readiness(): ReadinessCheck {
    const check = async () => {
      if (this.#closing !== undefined) throw new Error('it is ending');
    };
    return { name: 'process', check };
  }

  /** Registers something to close; closed before everything registered earlier. */
  onClose(name: string, close: Closer['close']): void {
    this.#steps.push([{ name, close }]);
  }

  /** Registers several parts, by name, that need nothing of each other: closed at the same time, before everything registered earlier. */
  onCloseTogether(closers: Record<string, Closer['close']>): void {
    this.#steps.push(Object.entries(closers).map(([name, close]) => ({ name, close })));
  }

  /**
   * Starts listening for the end; the process exits 0 after a clean close, else 1.
   *
   * @param deadlineMs longest time the closers get together
   */
  install(deadlineMs = shutdownDeadlineMs): void {
    const end = (cause: string) => {
      this.#log.info({ cause }, 'closing');
      // Not unref'd: a closer that hangs on nothing would else let the process end as if all were well.
      setTimeout(() => {
        this.#log.error('closing took too long, exiting now');
        process.exit(1);
      }, deadlineMs);
      this.close().then(
        () => process.exit(0),
        (error: unknown) => {
          this.#log.error({ err: error }, 'closing failed');
          process.exit(1);
        },
      );
    };
    process.once('SIGTERM', () => end('SIGTERM'));
    process.once('SIGINT', () => end('SIGINT'));
    if (process.channel) process.once('disconnect', () => end('parent gone'));
  }

  /** Closes everything once; further calls wait for the same end. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = [];
    const closeOne = async ({ name, close }: Closer) => {
      try {
        await close();
      } catch (error) {
        this.#log.error({ err: error, closer: name }, 'could not close');
        failures.push(error);
      }
    };
    for (const step of this.#steps.toReversed()) await Promise.all(step.map(closeOne));
    if (failures.length > 0) throw new AggregateError(failures, 'some parts did not close');
  }
}

/**
 * Runs the `main` of a process: an error at start is printed as one readable line and exits 1.
 */
export async function runProcess(name: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${name} could not start: ${text}\n`);
    process.exit(1);
  }
}
