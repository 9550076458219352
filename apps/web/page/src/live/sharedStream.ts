import * as z from 'zod/mini'
import { openStream, type StreamOptions } from './eventStream.ts'

const told = z.object({ event: z.optional(z.string()), id: z.optional(z.string()), data: z.string() })

/**
 * A stream that one window of this browser reads for all of them: connections are few. When that window goes, another
 * one goes on from where it was. Over plain HTTP, where browsers have no locks, each window reads for itself.
 */
export function openSharedStream(name: string, options: StreamOptions): () => void {
  const closing = new AbortController()
  const windows = new BroadcastChannel(name)
  let lastId: string | undefined

  windows.onmessage = ({ data }) => {
    const heard = told.safeParse(data)
    if (!heard.success) return
    const { event, id, data: text } = heard.data
    lastId = id ?? lastId
    options.onEvent({ event, id, data: text })
  }

  const read = (): Promise<void> =>
    new Promise((resolve) => {
      const close = openStream({
        ...options,
        lastId,
        unseen: true,
        onEvent({ event, id, data }) {
          windows.postMessage({ event, id, data })
          options.onEvent({ event, id, data })
        },
      })
      const end = (): void => {
        close()
        resolve()
      }
      if (closing.signal.aborted) end()
      else closing.signal.addEventListener('abort', end, { once: true })
    })

  // Refused with the signal's reason when it is closed before its turn has come.
  if ('locks' in navigator) navigator.locks.request(name, { signal: closing.signal }, read).catch(() => undefined)
  else void read()
  return () => {
    closing.abort()
    windows.close()
  }
}
