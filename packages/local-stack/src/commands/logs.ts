import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { logPath } from '../settings/places.ts'
import { serverNames } from '../settings/servers.ts'
import { readSettings } from '../settings/settings.ts'
import { logTail } from '../system/logTail.ts'

const logNames = [...serverNames, 'supervisor'] as const
const linesEach = 50
const followEveryMs = 300
const chunkBytesMax = 65_536

/** The end of one log, or of all; with -f also what is written from now on, until interrupted. */
export async function logs(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { follow: { type: 'boolean', short: 'f', default: false } },
    allowPositionals: true,
  })
  const chosen = z.array(z.enum(logNames)).safeParse(positionals)
  if (!chosen.success) throw new Error(`stack logs [${logNames.join('|')}] [-f]`)
  const names = chosen.data.length > 0 ? chosen.data : logNames
  const settings = readSettings()
  const files = names.map((name) => ({ name, path: logPath(settings, name), readBytes: 0 }))
  for (const file of files) {
    file.readBytes = sizeOf(file.path)
    const tail = logTail(file.path, { lines: linesEach })
    if (tail) console.log(labelled(file.name, tail, names.length > 1))
  }
  while (values.follow) {
    await sleep(followEveryMs)
    for (const file of files) {
      const size = sizeOf(file.path)
      // Shorter than before: a new file was begun.
      if (size < file.readBytes) file.readBytes = 0
      while (file.readBytes < size) {
        const chunk = readChunk(file.path, file.readBytes, Math.min(chunkBytesMax, size - file.readBytes))
        if (chunk.length === 0) break
        file.readBytes += chunk.length
        process.stdout.write(`${labelled(file.name, chunk.toString('utf8').trimEnd(), names.length > 1)}\n`)
      }
    }
  }
  return 0
}

const labelled = (name: string, text: string, isLabelled: boolean) =>
  isLabelled ? text.replaceAll(/^/gm, `${name} | `) : text

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

function readChunk(path: string, fromByte: number, bytes: number): Buffer {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(bytes)
    return buffer.subarray(0, readSync(file, buffer, 0, bytes, fromByte))
  } finally {
    closeSync(file)
  }
}
