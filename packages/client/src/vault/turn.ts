/** One thing after another: what is taken while another runs waits for it, however that one ends. */
export class Turn {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` once everything taken before it has ended, and answers as it does. */
  take<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => {});
    return result;
  }
}
