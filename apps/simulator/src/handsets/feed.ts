/** One browser that listens. */
export type FeedClient = {
  /** The phone whose handset it shows. */
  readonly watched: string | undefined;
  write: (text: string) => void;
  /** Bytes it has not taken yet. */
  backlog: () => number;
  end: () => void;
};

/** Browsers that may listen at once. */
const mostClients = 64;

/** Time between two batches, ms: four a second feel live and cost little at any rate. */
const batchMs = 250;

/** A comment is sent after this many batches without news, so that proxies keep the connection. */
const batchesPerHeartbeat = 60;

/** Phones remembered between two batches; beyond it every watched thread counts as changed. */
const mostChanged = 5_000;

/** A browser with more than this unread is skipped until it has caught up, bytes. */
const mostBacklog = 256 * 1_024;

/**
 * Tells the pages what changed, in batches: one text built once for all, and a word to each about the
 * thread it shows. Nothing is built while nobody listens.
 */
export class Feed {
  readonly #snapshot: () => unknown;
  readonly #clients = new Set<FeedClient>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #dirty = false;
  #quietBatches = 0;

  /** @param snapshot what all pages get; called once per batch */
  constructor(snapshot: () => unknown) {
    this.#snapshot = snapshot;
  }

  get size(): number {
    return this.#clients.size;
  }

  /** Notes that something changed, in this phone's thread or elsewhere. */
  touch(phone?: string): void {
    if (this.#clients.size === 0) return;
    this.#dirty = true;
    if (phone !== undefined && this.#changed.size <= mostChanged) this.#changed.add(phone);
  }

  /** Adds a browser; false when too many listen already. */
  add(client: FeedClient): boolean {
    if (this.#clients.size >= mostClients) return false;
    this.#clients.add(client);
    this.#timer ??= setInterval(() => this.#sendBatch(), batchMs);
    return true;
  }

  remove(client: FeedClient): void {
    this.#clients.delete(client);
    if (this.#clients.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#changed.clear();
    this.#dirty = false;
  }

  close(): void {
    for (const client of this.#clients) {
      this.remove(client);
      client.end();
    }
  }

  #sendBatch(): void {
    const text = this.#dirty ? event('update', this.#snapshot()) : this.#heartbeat();
    if (text === undefined) return;
    this.#quietBatches = 0;
    for (const client of this.#clients) {
      if (client.backlog() > mostBacklog) continue;
      client.write(text);
      if (this.#dirty && this.#isChanged(client.watched)) client.write(event('thread', client.watched));
    }
    this.#dirty = false;
    this.#changed.clear();
  }

  #heartbeat(): string | undefined {
    this.#quietBatches += 1;
    return this.#quietBatches >= batchesPerHeartbeat ? ': still here\n\n' : undefined;
  }

  #isChanged(phone: string | undefined): boolean {
    return phone !== undefined && (this.#changed.has(phone) || this.#changed.size > mostChanged);
  }
}

function event(name: string, content: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(content)}\n\n`;
}
