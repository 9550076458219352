import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** `inherit`: this process's standard output, each line with the service's name before it. `directory`: one file each. */
export type LogTarget = { kind: 'inherit' } | { kind: 'directory'; path: string }

export type LogSink = {
  write(line: string): void
  /** The last 40 lines, for the error that says why a service could not start. */
  tail(): string
  close(): Promise<void>
}

const tailLinesMax = 40
const colours = [36, 33, 32, 35, 34]
const labelWidth = 13

function prefixOf(label: string, index: number): string {
  const padded = label.padEnd(labelWidth)
  return process.stdout.isTTY ? `\u001b[${colours[index % colours.length]}m${padded}|\u001b[0m ` : `${padded}| `
}

export function createLogSink(target: LogTarget, label: string, index: number): LogSink {
  const lines: string[] = []
  const write = target.kind === 'inherit' ? toStandardOutput(label, index) : toFile(target.path, label)
  return {
    write(line) {
      lines.push(line)
      if (lines.length > tailLinesMax) lines.shift()
      write.line(line)
    },
    tail: () => lines.join('\n'),
    close: write.close,
  }
}

function toStandardOutput(label: string, index: number) {
  const prefix = prefixOf(label, index)
  return {
    line: (line: string) => void process.stdout.write(`${prefix}${line}\n`),
    close: async () => {},
  }
}

function toFile(directory: string, label: string) {
  mkdirSync(directory, { recursive: true })
  const file = createWriteStream(join(directory, `${label}.log`), { flags: 'a' })
  return {
    line: (line: string) => void file.write(`${line}\n`),
    close: () => new Promise<void>((resolve) => file.end(resolve)),
  }
}
