const chunkLength = 1 << 18;

/** A list of whole numbers that grows without ever being copied, until it is taken as one typed array. */
export interface GrowingNumbers {
  readonly length: number;
  push(value: number): void;
  /** All numbers as one array; the list is empty afterwards, so that both are not held at once. */
  take(): Uint32Array<ArrayBuffer>;
}

export function createGrowingNumbers(): GrowingNumbers {
  let chunks: Uint32Array<ArrayBuffer>[] = [];
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      const offset = length % chunkLength;
      if (offset === 0) chunks.push(new Uint32Array(chunkLength));
      chunks[chunks.length - 1]![offset] = value;
      length += 1;
    },
    take() {
      const all = new Uint32Array(length);
      for (const [at, chunk] of chunks.entries()) {
        all.set(chunk.subarray(0, Math.min(chunkLength, length - at * chunkLength)), at * chunkLength);
        // Gives the memory back now; the garbage collector, which sees little of it, would take its time.
        chunk.buffer.transfer(0);
      }
      chunks = [];
      length = 0;
      return all;
    },
  };
}
