import { connect } from 'node:net'

/** One keep-alive connection with one request at a time. */
export type Connection = { send(request: string): void; close(): void }

export type ConnectionEvents = {
  onOpen(): void
  /** Status and body of the answer to the last request. */
  onAnswer(status: number, body: string): void
  onError(error: Error): void
}

/**
 * As much HTTP/1.1 as the servers under test speak: a status line, Content-Length, a body. A complete client costs
 * several times the CPU, on a machine where generator and servers share two cores.
 */
export function openConnection(url: URL, { onOpen, onAnswer, onError }: ConnectionEvents): Connection {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true })
  let received = ''
  socket.setEncoding('latin1')
  socket.once('connect', onOpen)
  socket.once('error', onError)
  socket.once('end', () => onError(new Error('the server hung up')))
  socket.on('data', (chunk: string) => {
    received = received === '' ? chunk : received + chunk
    const headEnd = received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const bodyStart = headEnd + 4
    if (received.length < bodyStart + lengthOf(received, headEnd)) return
    const answer = received
    received = ''
    onAnswer(Number(answer.slice(9, 12)), answer.slice(bodyStart))
  })
  return {
    send: (request) => void socket.write(request, 'latin1'),
    close: () => void socket.destroy(),
  }
}

const lengthHeader = /\r\ncontent-length: (\d+)/i

function lengthOf(answer: string, headEnd: number): number {
  const [, length] = lengthHeader.exec(answer.slice(0, headEnd)) ?? []
  if (length === undefined) throw new Error('the server answers without Content-Length')
  return Number(length)
}
