/** What is on its way to the API, so that a second click does not send it again. */
export class InFlight<Input, Result> {
  #running: { input: Input; answer: Promise<Result> } | undefined;

  /** Sends the input, or answers with what the very same one on its way is answered with; an object made anew is another. */
  send(input: Input, run: () => Promise<Result>): Promise<Result> {
    const before = this.#running;
    if (before !== undefined && Object.is(before.input, input)) return before.answer;
    const own = { input, answer: run() };
    this.#running = own;
    const forget = () => {
      if (this.#running === own) this.#running = undefined;
    };
    own.answer.then(forget, forget);
    return own.answer;
  }
}
