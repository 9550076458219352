import type { ServerResponse } from 'node:http'
import { type Frame, retryHint } from './sse.ts'

/** One open stream. */
export type Viewer = {
  /** Sends the head of the answer, once; `send` does so too. */
  begin(): void
  /** Writes; a viewer who takes less than comes is cut off once too much waits for him: he can come back and resume. */
  send(frame: Frame): void
  isOpen(): boolean
  end(): void
}

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
}

/** `queueBytesMax`: what may wait for him, beside what the system's own socket buffers hold. */
export function createViewer(
  res: ServerResponse,
  { queueBytesMax, onDropped }: { queueBytesMax: number; onDropped(): void },
): Viewer {
  // A client who has sent his FIN has gone too, although `res` does not know it yet.
  const isOpen = (): boolean => !res.destroyed && !res.writableEnded && res.socket?.writable !== false
  const write = ({ text, chunk }: Frame): void => {
    const { socket } = res
    // `res` writes a chunk in four pieces and joins them again, for each viewer: 9 µs a write, 5 this way. It has no
    // socket while an earlier answer on the same connection has not ended, and no chunks in HTTP/1.0.
    if (socket !== null && res.chunkedEncoding) socket.write(chunk)
    else res.write(text)
  }
  const begin = (): void => {
    if (res.headersSent) return
    const { socket } = res
    // Head and first event in one packet.
    socket?.cork()
    process.nextTick(() => socket?.uncork())
    res.writeHead(200, headers).flushHeaders()
    write(retryHint)
  }
  return {
    begin,
    isOpen,
    send(frame) {
      if (!isOpen()) return
      // What waits from before counts, not what is new: one long event is no sign of a slow viewer.
      if ((res.socket ?? res).writableLength > queueBytesMax) {
        onDropped()
        res.destroy()
        return
      }
      begin()
      write(frame)
    },
    end() {
      if (!isOpen()) return
      begin()
      res.end()
    },
  }
}

/** What HEAD is answered. */
export const headOfStream = (res: ServerResponse): void => void res.writeHead(200, headers).end()
