import { Fifo } from '../bounded/fifo.ts';
import { MinHeap } from '../bounded/min-heap.ts';

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
  readonly #order = new MinHeap();
  readonly #due = new Fifo<Task>();
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

  /** The moment of the next task; undefined when none waits. */
  get nextDueMs(): number | undefined {
    if (this.#due.size > 0) return this.#now();
    const slot = this.#order.smallest;
    return slot === undefined ? undefined : slot * slotMs;
  }

  /** Runs the task once `delayMs` have passed; tasks of one slot run in the order they came. */
  after(delayMs: number, task: Task): void {
    const slot = Math.max(this.#lastSlot + 1, Math.ceil((this.#now() + delayMs) / slotMs));
    const tasks = this.#slots.get(slot);
    if (tasks === undefined) {
      this.#slots.set(slot, [task]);
      this.#order.push(slot);
    } else tasks.push(task);
    this.#pending += 1;
    this.#timer ??= setTimeout(this.#tick, slotMs);
  }

  /** Runs what is due now, all of it. */
  runDue(): void {
    this.#collect();
    this.#run(Infinity);
  }

  /** Runs all tasks now, however long they had to wait; what they put off again waits. */
  flush(): void {
    for (const slot of [...this.#slots.keys()].toSorted((a, b) => a - b)) {
      for (const task of this.#slots.get(slot) ?? []) this.#due.push(task);
    }
    this.#slots.clear();
    this.#order.clear();
    this.#run(this.#due.size);
  }

  /** Forgets all waiting tasks. */
  clear(): void {
    this.#slots.clear();
    this.#order.clear();
    this.#due.clear();
    this.#pending = 0;
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#timer = undefined;
    this.#turn = undefined;
    this.#lastSlot = Math.floor(this.#now() / slotMs);
  }

  readonly #tick = (): void => {
    this.#timer = undefined;
    this.#collect();
    this.#runTurn();
    if (this.#slots.size > 0) this.#timer ??= setTimeout(this.#tick, slotMs);
  };

  #collect(): void {
    const slot = Math.floor(this.#now() / slotMs);
    for (let key = this.#order.smallest; key !== undefined && key <= slot; key = this.#order.smallest) {
      for (const task of this.#slots.get(key) ?? []) this.#due.push(task);
      this.#slots.delete(key);
      this.#order.take();
    }
    this.#lastSlot = Math.max(this.#lastSlot, slot);
  }

  #run(most: number): void {
    for (let ran = 0; ran < most; ran += 1) {
      const task = this.#due.take();
      if (task === undefined) return;
      this.#pending -= 1;
      task();
    }
  }

  readonly #runTurn = (): void => {
    if (this.#turn !== undefined) return;
    this.#run(tasksPerTurn);
    if (this.#due.size === 0) return;
    this.#turn = setImmediate(() => {
      this.#turn = undefined;
      this.#runTurn();
    });
  };
}
