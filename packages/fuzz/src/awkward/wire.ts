import { connect } from 'node:net'

/** A request as bytes, as no client's library would write it. */
export type Wire = {
  method: string
  /** Path and query as they are. */
  target: string
  headers?: readonly string[]
  body?: Buffer
}

export type Answered = { status: number; head: string; body: string }

const answerLimitMs = 15_000
const bodyMax = 4_000
const headEnd = '\r\n\r\n'

export function bytesOf({ method, target, headers = [], body }: Wire, host: string): Buffer {
  const named = new Set(headers.map((line) => line.split(':', 1)[0]?.toLowerCase()))
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(named.has('host') ? [] : [`Host: ${host}`]),
    ...(named.has('connection') ? [] : ['Connection: close']),
    ...headers,
    ...(body === undefined || named.has('content-length') || named.has('transfer-encoding')
      ? []
      : [`Content-Length: ${body.length}`]),
  ]
  // Latin-1: a header is bytes, and some here are no UTF-8.
  return Buffer.concat([Buffer.from(lines.join('\r\n') + headEnd, 'latin1'), body ?? Buffer.alloc(0)])
}

/**
 * The answer's head and what comes of its body in the same moment: a stream has no end. Undefined when the connection
 * was closed without a word, which is no answer but no fault where the request was no HTTP.
 * @throws Error when nothing comes within 15 s
 */
export function sendWire(url: URL, wire: Wire): Promise<Answered | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered | undefined>()
  const socket = connect(Number(url.port), url.hostname)
  const late = setTimeout(() => {
    socket.destroy()
    reject(new Error(`no answer within ${answerLimitMs / 1000} s`))
  }, answerLimitMs)
  let text = ''
  const end = (): void => {
    clearTimeout(late)
    socket.destroy()
    resolve(answeredIn(text))
  }
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    if (isWhole(text)) end()
  })
  // What is refused before it was received whole is answered, and then cut: the answer may be there already.
  socket.on('error', end)
  socket.on('close', end)
  socket.write(bytesOf(wire, url.host))
  return promise
}

function isWhole(text: string): boolean {
  const at = text.indexOf(headEnd)
  if (at < 0) return false
  const head = text.slice(0, at).toLowerCase()
  if (head.startsWith('http/1.1 100')) return isWhole(text.slice(at + headEnd.length))
  if (head.includes('text/event-stream')) return true
  const length = /content-length: (\d+)/.exec(head)?.[1]
  return text.length >= at + headEnd.length + Math.min(bodyMax, Number(length ?? bodyMax))
}

function answeredIn(text: string): Answered | undefined {
  const at = text.indexOf(headEnd)
  const head = at < 0 ? text : text.slice(0, at)
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1])
  if (status === 100) return answeredIn(text.slice(at + headEnd.length))
  return Number.isNaN(status) ? undefined : { status, head, body: text.slice(at + headEnd.length) }
}
