import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const tailBytesMax = 32_768

/** The last lines written to a file after `fromByte`; empty when there are none or no file. */
export function logTail(path: string, options: { lines: number; fromByte?: number }): string {
  try {
    const file = openSync(path, 'r')
    try {
      const { size } = fstatSync(file)
      const start = Math.max(options.fromByte ?? 0, size - tailBytesMax)
      const buffer = Buffer.alloc(Math.max(0, size - start))
      readSync(file, buffer, 0, buffer.length, start)
      return buffer.toString('utf8').trimEnd().split('\n').slice(-options.lines).join('\n')
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}
