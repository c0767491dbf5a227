/** First in, first out: who asks first is served first, and nobody slips in between. */
export class FifoMutex {
  #locked = false;
  readonly #waiting: (() => void)[] = [];

  acquire(): Promise<void> | undefined {
    if (!this.#locked) {
      this.#locked = true;
      return undefined;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  release(): void {
    const next = this.#waiting.shift();
    // The lock passes straight to the next one: it is never free in between.
    if (next) next();
    else this.#locked = false;
  }
}
