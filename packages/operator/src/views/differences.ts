import { isDeepStrictEqual } from 'node:util'

const lengthMax = 120
const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text
}

/** A line for each field in which two of a kind differ. */
export function differences(
  stored: Readonly<Record<string, unknown>>,
  folded: Readonly<Record<string, unknown>>,
): readonly string[] {
  const fields = new Set([...Object.keys(stored), ...Object.keys(folded)])
  return [...fields]
    .filter((field) => !isDeepStrictEqual(stored[field], folded[field]))
    .map((field) => `${field} is stored as ${shown(stored[field])}, and the log says ${shown(folded[field])}`)
}
