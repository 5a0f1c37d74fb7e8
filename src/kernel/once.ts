/** A write that its caller named by a key, so that repeating the request does not repeat the write. */
export type Once = {
  key: string
  /** of the operation and its input, hexadecimal: another request under the same key is refused */
  fingerprint: string
  /** the key goes with the first unit of the request and with no other */
  isSpent: boolean
}
