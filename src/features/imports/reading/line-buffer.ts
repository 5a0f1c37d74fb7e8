const MOST_BYTES_A_CHARACTER = 3

/** Lines of text as UTF-8, written as they come: a long string put together first would have to be flattened. */
export class LineBuffer {
  #bytes: Buffer
  #used = 0

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size)
  }

  get length(): number {
    return this.#used
  }

  add(text: string): void {
    const needed = this.#used + text.length * MOST_BYTES_A_CHARACTER
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(needed * 2)
      this.#bytes.copy(larger, 0, 0, this.#used)
      this.#bytes = larger
    }
    this.#used += this.#bytes.write(text, this.#used)
  }

  /** A copy of what was added; the next begins anew. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#used))
    this.#used = 0
    return taken
  }
}
