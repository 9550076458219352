/**
 * The text of a bigint as a number.
 * @throws RangeError beyond ±(2^53 − 1): a rounded amount of money would be worse than none.
 */
export function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`the bigint ${text} is not a safe integer`)
  return value
}
