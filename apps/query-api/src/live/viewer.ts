import type { ServerResponse } from 'node:http'

/** One open stream. */
export type Viewer = {
  /** Writes; a viewer who takes less than comes is cut off once too much waits for him: he can come back and resume. */
  send(data: Buffer): void
  isOpen(): boolean
  end(): void
}

/** `begin` is called before each write: it sends the head of the answer, once. */
export function createViewer(
  res: Pick<ServerResponse, 'destroyed' | 'writableEnded' | 'writableLength' | 'write' | 'end' | 'destroy'>,
  options: { queueBytesMax: number; begin(): void; onDropped(): void },
): Viewer {
  const isOpen = (): boolean => !res.destroyed && !res.writableEnded
  return {
    isOpen,
    send(data) {
      if (!isOpen()) return
      // What waits from before counts, not what is new: one long event is no sign of a slow viewer.
      if (res.writableLength > options.queueBytesMax) {
        options.onDropped()
        res.destroy()
        return
      }
      options.begin()
      res.write(data)
    },
    end() {
      if (isOpen()) res.end()
    },
  }
}
