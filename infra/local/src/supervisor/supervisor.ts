import { StartError } from '../../bootstrap/errors.mjs';
import { Child, type ChildSpec, type Ending } from './child.ts';
import { GuardLink } from './guard-link.ts';
import { writeProcessList } from './process-list.ts';

/** Why everything ends: somebody asked, or a program that should run on has ended. */
export type EndCause = { asked: string } | { died: Child; ending: Ending };

/** Thrown by work that goes on while everything is being stopped. */
export class StoppingError extends Error {
  override readonly name = 'StoppingError';
}

/**
 * Starts programs and guarantees that none is left behind: not after a normal end, not after a signal
 * in the middle of a start, and (by the guard and the process list) not after this process was killed.
 */
export class Supervisor {
  /** Resolves with the first reason to end everything. */
  readonly ending: Promise<EndCause>;
  readonly #children = new Set<Child>();
  readonly #guard = new GuardLink();
  readonly #processList: string;
  readonly #logFolder: string;
  #end: (cause: EndCause) => void = () => undefined;
  #stopping = false;
  #layers: readonly ChildSpec['layer'][] = [];

  constructor(options: { processList: string; logFolder: string }) {
    this.#processList = options.processList;
    this.#logFolder = options.logFolder;
    this.ending = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Starts a program that is to run until the end; its own end is a reason to end everything. */
  async start(spec: ChildSpec): Promise<Child> {
    const child = await this.#spawn(spec);
    void child.ended.then((ending) => this.#end({ died: child, ending }));
    return child;
  }

  /** Runs a program to its end. */
  async run(spec: ChildSpec): Promise<{ child: Child; ending: Ending }> {
    const child = await this.#spawn(spec);
    return { child, ending: await child.ended };
  }

  /** Runs a program that must succeed. @throws StartError with its last lines when it does not */
  async runOrFail(spec: ChildSpec, fix: string): Promise<void> {
    const { child, ending } = await this.run(spec);
    if (this.#stopping) throw new StoppingError(`${spec.name} was stopped`);
    if (ending.code === 0) return;
    throw new StartError(
      `${spec.name} failed (${describeEnding(ending)}).`,
      fix,
      child.lastLines().join('\n'),
    );
  }

  /** Gives a reason to end everything. */
  ask(by: string): void {
    this.#end({ asked: by });
  }

  /** Ends all programs: tasks and processes first, services when those are gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#stopLayers(['task', 'process']);
    await this.#stopLayers(['service']);
    await this.#guard.close();
  }

  /** Names of the programs whose end `stop` is waiting for. */
  waitedFor(): string[] {
    return this.#ofLayers().map((child) => child.spec.name);
  }

  async #stopLayers(layers: ChildSpec['layer'][]): Promise<void> {
    this.#layers = layers;
    await Promise.all(this.#ofLayers().map((child) => child.stop()));
  }

  #ofLayers(): Child[] {
    return [...this.#children].filter((child) => this.#layers.includes(child.spec.layer));
  }

  async #spawn(spec: ChildSpec): Promise<Child> {
    if (this.#stopping) throw new StoppingError(`${spec.name} is not started: everything is being stopped`);
    const child = await Child.start(spec, this.#logFolder);
    this.#children.add(child);
    this.#guard.started(child.started);
    this.#remember();
    void child.ended.then(() => {
      this.#children.delete(child);
      this.#guard.ended(child.started.pid);
      this.#remember();
    });
    return child;
  }

  #remember(): void {
    writeProcessList(
      this.#processList,
      [...this.#children].map((child) => child.started),
    );
  }
}

/** An exit in words. */
export function describeEnding(ending: Ending): string {
  return ending.signal === null ? `exit code ${ending.code}` : `ended by ${ending.signal}`;
}
