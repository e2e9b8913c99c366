import { styleText } from 'node:util';

/** Time after which a step that is still at work says so, and again after each further one, ms. */
const stillMs = 10_000;

/** Prints what is going on, each step with its seconds. */
export class Progress {
  readonly #started: number;
  readonly #write: (text: string) => void;

  /** @param startedAt when what is told began, ms since 1970 */
  constructor(
    write: (text: string) => void = (text) => void process.stdout.write(text),
    startedAt = Date.now(),
  ) {
    this.#write = write;
    this.#started = startedAt;
  }

  /** Seconds since it began. */
  seconds(): string {
    return inSeconds(this.#started);
  }

  line(text = ''): void {
    this.#write(`${text}\n`);
  }

  /** Runs one step and says when it is done, after how long. */
  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const started = Date.now();
    const still = setInterval(() => this.line(dim(`  … ${name} (${inSeconds(started)})`)), stillMs);
    try {
      const result = await work();
      this.line(`  ${styleText('green', '✓')} ${name} ${dim(inSeconds(started))}`);
      return result;
    } catch (error) {
      this.line(`  ${styleText('red', '✗')} ${name} ${dim(inSeconds(started))}`);
      throw error;
    } finally {
      clearInterval(still);
    }
  }
}

/** Text in a quiet colour, where the terminal has one. */
export function dim(text: string): string {
  return styleText('dim', text);
}

function inSeconds(since: number): string {
  return `${((Date.now() - since) / 1_000).toFixed(1)} s`;
}
