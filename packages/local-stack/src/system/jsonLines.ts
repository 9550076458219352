import type { Socket } from 'node:net'
import type { z } from 'zod'

const lineCharactersMax = 1_048_576

/** One JSON message a line, both ways. A peer that sends anything else is cut off. */
export function readLines<S extends z.ZodType>(socket: Socket, schema: S, take: (message: z.output<S>) => void): void {
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > lineCharactersMax) socket.destroy(new Error('line too long'))
    for (const line of lines) {
      const message = schema.safeParse(parse(line))
      if (!message.success) return void socket.destroy(new Error(`message not understood: ${line.slice(0, 200)}`))
      take(message.data)
    }
  })
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Writes one message; a peer that is gone is no error, its 'close' event tells. */
export function writeLine(socket: Socket, message: object): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`)
}
