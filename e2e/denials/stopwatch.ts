/** Seconds that count: what is done for the record alone, such as pictures, is not among them. */
export class Stopwatch {
  readonly #beganMs = performance.now();
  #pausedMs = 0;

  get seconds(): number {
    return (performance.now() - this.#beganMs - this.#pausedMs) / 1000;
  }

  async pause<T>(work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const done = await work();
    this.#pausedMs += performance.now() - began;
    return done;
  }
}
