/** Width of one slot, ms: tasks fire at most this much late. */
const slotMs = 5;

/** Tasks run in one go before other work gets its turn; 1 000 steps take about 5 ms. */
const tasksPerTurn = 1_000;

type Task = () => void;

/**
 * Many timers on one real timer: tasks lie in slots of 5 ms, so a hundred thousand waiting
 * messages cost one `setTimeout`, not a hundred thousand.
 */
export class TimerWheel {
  readonly #now: () => number;
  readonly #slots = new Map<number, Task[]>();
  #due: Task[] = [];
  #lastSlot: number;
  #pending = 0;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;

  /** @param now a clock in ms that never runs back */
  constructor(now: () => number) {
    this.#now = now;
    this.#lastSlot = Math.floor(now() / slotMs);
  }

  /** Tasks that wait. */
  get pending(): number {
    return this.#pending;
  }

  /** Runs the task once `delayMs` have passed; tasks of one slot run in the order they came. */
  after(delayMs: number, task: Task): void {
    const slot = Math.max(this.#lastSlot + 1, Math.ceil((this.#now() + delayMs) / slotMs));
    const tasks = this.#slots.get(slot);
    if (tasks === undefined) this.#slots.set(slot, [task]);
    else tasks.push(task);
    this.#pending += 1;
    this.#timer ??= setTimeout(this.#tick, slotMs);
  }

  /** Forgets all waiting tasks. */
  clear(): void {
    this.#slots.clear();
    this.#due = [];
    this.#pending = 0;
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#timer = undefined;
    this.#turn = undefined;
  }

  readonly #tick = (): void => {
    this.#timer = undefined;
    this.#collect(Math.floor(this.#now() / slotMs));
    this.#runTurn();
    if (this.#slots.size > 0) this.#timer ??= setTimeout(this.#tick, slotMs);
  };

  #collect(slot: number): void {
    const passed = slot - this.#lastSlot;
    const reached =
      passed > this.#slots.size
        ? [...this.#slots.keys()].filter((key) => key <= slot).toSorted((a, b) => a - b)
        : Array.from({ length: Math.max(0, passed) }, (_, index) => this.#lastSlot + 1 + index);
    for (const key of reached) {
      for (const task of this.#slots.get(key) ?? []) this.#due.push(task);
      this.#slots.delete(key);
    }
    this.#lastSlot = Math.max(this.#lastSlot, slot);
  }

  readonly #runTurn = (): void => {
    if (this.#turn !== undefined) return;
    const tasks = this.#due.splice(0, tasksPerTurn);
    this.#pending -= tasks.length;
    for (const task of tasks) task();
    if (this.#due.length === 0) return;
    this.#turn = setImmediate(() => {
      this.#turn = undefined;
      this.#runTurn();
    });
  };
}
