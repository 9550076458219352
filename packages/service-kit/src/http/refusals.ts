import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { Problem } from '../problem/problem.ts'

type Refusal = { status: number; detail: string }

const malformed: Refusal = { status: 400, detail: 'This is not a well-formed HTTP/1.1 request.' }
const noHost: Refusal = { status: 400, detail: 'A Host header is needed.' }
const expectation: Refusal = { status: 417, detail: 'Only 100-continue can be expected here.' }

/** By the codes of Node's errors. */
const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'The headers are too large.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, detail: 'The extensions of a chunk are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request was not here in time.' },
}

/** No code of its own for each of them: to a client they all say that it must ask differently. */
const bodyOf = ({ status, detail }: Refusal): string => {
  const { instance, ...body } = new Problem('malformed_request', { detail }).toJSON('')
  return JSON.stringify({ ...body, status })
}

const headersOf = (body: string): Record<string, string> => ({
  'Content-Type': 'application/problem+json',
  'Content-Length': String(Buffer.byteLength(body)),
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  Connection: 'close',
})

function refuse(res: ServerResponse, refusal: Refusal): void {
  const body = bodyOf(refusal)
  res.writeHead(refusal.status, headersOf(body)).end(body)
}

function refuseOnSocket(socket: Duplex, refusal: Refusal): void {
  const body = bodyOf(refusal)
  const head = Object.entries(headersOf(body)).map(([name, value]) => `${name}: ${value}\r\n`)
  const answer = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${head.join('')}\r\n${body}`
  // Destroyed in the end, since a client that never closes its side would keep a half-closed connection.
  socket.end(answer, () => socket.destroy())
}

/**
 * Answers by a problem, and closes, what Node would answer in words of its own before any app sees it: what is no
 * HTTP, too large, too slow, without a Host, or expects what we do not have. `server`: one with requireHostHeader false.
 */
export function refuseByProblems(server: Server, handle: (req: IncomingMessage, res: ServerResponse) => void): void {
  const latest = new WeakMap<Duplex, ServerResponse>()

  const take = (req: IncomingMessage, res: ServerResponse): void => {
    latest.set(req.socket, res)
    if (req.httpVersion === '1.1' && req.headers.host === undefined) refuse(res, noHost)
    else handle(req, res)
  }

  server.on('request', take)
  server.on('checkExpectation', (req: IncomingMessage, res: ServerResponse) => {
    latest.set(req.socket, res)
    refuse(res, expectation)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const res = latest.get(socket)
    // Not into an answer that has begun, nor as the answer to an earlier request that is still being worked on.
    const isFree = res === undefined || (res.req.complete ? res.writableFinished : !res.headersSent)
    if (error.code === 'ECONNRESET' || !socket.writable || !isFree) socket.destroy()
    else refuseOnSocket(socket, refusals[error.code ?? ''] ?? malformed)
  })
}
