import type { ClientRequest } from 'node:http'

/** Calls `then` when the request has a connection, which it has at once when it was kept alive; else gives it up. */
export function onceConnected(request: ClientRequest, timeoutMs: number, then: () => void): void {
  if (request.socket?.connecting !== true) {
    then()
    return
  }
  const late = (): void => {
    request.destroy(new Error(`no connection within ${timeoutMs} ms`))
  }
  const timer = setTimeout(late, timeoutMs)
  request.once('close', () => clearTimeout(timer))
  request.socket.once('connect', () => {
    clearTimeout(timer)
    then()
  })
}
