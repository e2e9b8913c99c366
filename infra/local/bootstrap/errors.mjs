/** An error a newcomer can act on: what happened, and what to do. */
export class StartError extends Error {
  /**
   * @param {string} cause what happened, to what
   * @param {string} fix what to do about it
   * @param {string} [detail] output of the program that failed
   */
  constructor(cause, fix, detail) {
    super(cause);
    this.name = 'StartError';
    this.fix = fix;
    this.detail = detail;
  }

  /** The lines to print. */
  text() {
    const detail = this.detail ? `\n${this.detail.trimEnd().replace(/^/gm, '  | ')}\n` : '';
    return `${detail}\nError: ${this.message}\n  Fix: ${this.fix}\n`;
  }
}
