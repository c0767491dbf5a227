/** What is costly to keep for everybody and read for few: each value is made the first time that it is read, then kept. */
export class MadeWhenRead<Value> {
  readonly #makers = new Map<string, () => Value>();
  readonly #made = new Map<string, Value>();

  set(key: string, make: () => Value): void {
    this.#makers.set(key, make);
    this.#made.delete(key);
  }

  get(key: string): Value | undefined {
    const made = this.#made.get(key);
    const make = this.#makers.get(key);
    if (made !== undefined || !make) return made;
    const value = make();
    this.#made.set(key, value);
    return value;
  }
}
