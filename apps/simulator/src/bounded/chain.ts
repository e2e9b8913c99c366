/** One place in a chain. */
export type Link<Value> = { value: Value; older: Link<Value> | undefined; newer: Link<Value> | undefined };

/** A doubly linked list from oldest to newest: append, remove and step in constant time. */
export class Chain<Value> {
  oldest: Link<Value> | undefined;
  newest: Link<Value> | undefined;

  append(value: Value): Link<Value> {
    const link: Link<Value> = { value, older: undefined, newer: undefined };
    this.#attach(link);
    return link;
  }

  remove(link: Link<Value>): void {
    if (link.older === undefined) this.oldest = link.newer;
    else link.older.newer = link.newer;
    if (link.newer === undefined) this.newest = link.older;
    else link.newer.older = link.older;
    link.older = undefined;
    link.newer = undefined;
  }

  /** Makes a link the newest one. */
  renew(link: Link<Value>): void {
    if (this.newest === link) return;
    this.remove(link);
    this.#attach(link);
  }

  #attach(link: Link<Value>): void {
    link.older = this.newest;
    if (this.newest === undefined) this.oldest = link;
    else this.newest.newer = link;
    this.newest = link;
  }
}
