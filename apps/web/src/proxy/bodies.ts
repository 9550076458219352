import type { IncomingMessage, ServerResponse } from 'node:http'
import { Problem } from '@gavel/service-kit'

/** A sender who wants the connection closed would lose the answer if it were closed upon him: what is unread resets it. */
const dropMs = 2_000

export type BodyLimits = {
  /** Of one body: all that the services take. */
  bodyBytesMax: number
  bodyTimeoutMs: number
  /** Bodies being received at once; one more cuts the one that has been at it for longest. */
  bodiesMax: number
  /** Of all bodies together, from their first byte to the end of the answer. */
  bodiesBytesMax: number
}

export type Bodies = {
  /**
   * The whole body. Until it is here its sender has no place at a service, which he could hold by sending slowly.
   * Problems: payload_too_large (413), malformed_request (400) when it is not here in time, unavailable (503) when too
   * much is being received. Rejects with an Error when the sender has gone.
   */
  receive(req: IncomingMessage, res: ServerResponse): Promise<Buffer>
}

// The rest of the body will not be waited for, so the connection is of no further use.
const close = { Connection: 'close' }

const tooMany = (): Problem =>
  new Problem('unavailable', {
    detail: 'Too many bodies are on their way.',
    headers: { ...close, 'Retry-After': '1' },
  })

const tooSlow = (timeoutMs: number): Problem =>
  new Problem('malformed_request', { detail: `The body was not here within ${timeoutMs / 1_000} s.`, headers: close })

export function createBodies({ bodyBytesMax, bodyTimeoutMs, bodiesMax, bodiesBytesMax }: BodyLimits): Bodies {
  // In the order of arrival: an honest body comes with its head, so it is never the oldest for long.
  const receiving = new Set<(cause: Error) => void>()
  let heldBytes = 0

  const cutOldest = (): void => {
    const [oldest] = receiving
    oldest?.(tooMany())
  }

  return {
    async receive(req, res) {
      try {
        return await received(req, res)
      } catch (cause) {
        if (cause instanceof Problem && cause.code === 'payload_too_large' && !res.shouldKeepAlive) await dropped(req)
        throw cause
      }
    },
  }

  async function received(req: IncomingMessage, res: ServerResponse): Promise<Buffer> {
    if (Number(req.headers['content-length'] ?? 0) > bodyBytesMax) throw new Problem('payload_too_large')
    if (receiving.size >= bodiesMax) cutOldest()
    const parts: Buffer[] = []
    let bytes = 0
    const forget = (): void => {
      heldBytes -= bytes
      bytes = 0
      parts.length = 0
    }
    res.once('close', forget)
    return new Promise<Buffer>((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer)
        receiving.delete(fail)
        req.off('data', onData).off('end', onEnd).off('close', onClose)
      }
      const fail = (cause: Error): void => {
        done()
        forget()
        // What still comes is read and dropped, or a sender who does not listen before he is done would be stuck.
        req.resume()
        reject(cause)
      }
      const onData = (part: Buffer): void => {
        bytes += part.length
        heldBytes += part.length
        parts.push(part)
        if (bytes > bodyBytesMax) fail(new Problem('payload_too_large'))
        else if (heldBytes > bodiesBytesMax) cutOldest()
      }
      const onEnd = (): void => {
        done()
        resolve(Buffer.concat(parts))
      }
      const onClose = (): void => fail(new Error('the client has gone'))
      const timer = setTimeout(() => fail(tooSlow(bodyTimeoutMs)), bodyTimeoutMs)
      receiving.add(fail)
      req.on('data', onData).once('end', onEnd).once('close', onClose)
    })
  }
}

/** Reads what still comes, and drops it, for a moment. */
function dropped(req: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    if (req.readableEnded || req.destroyed) return resolve()
    const timer = setTimeout(resolve, dropMs)
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    req.once('end', done).once('close', done).resume()
  })
}
