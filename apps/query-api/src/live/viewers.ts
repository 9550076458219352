import type { ServerResponse } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import { Problem } from '@gavel/service-kit'
import { heartbeat } from './sse.ts'
import { createViewer, type Viewer } from './viewer.ts'

/** All open streams of this process, of whatever kind: they are bounded, kept alive and ended together. */
export type Viewers = {
  /**
   * A viewer until his connection closes. Nothing is sent yet: what goes wrong can still be answered.
   * @throws Problem unavailable when there are too many, or when it is stopping.
   */
  admit(res: ServerResponse): Viewer
  count(): number
  /** Ends all streams; nobody is let in any more. */
  stop(): void
}

const heartbeatMs = 15_000
/** Some milliseconds of writing; then others have their turn. */
const atOnce = 512

export function createViewers(options: {
  viewersMax: number
  /** What may wait for one slow viewer. */
  queueBytesMax: number
  onDropped(): void
}): Viewers {
  const open = new Set<Viewer>()
  let stopped = false

  async function beat(): Promise<void> {
    let sent = 0
    for (const viewer of open) {
      viewer.send(heartbeat)
      sent += 1
      if (sent % atOnce === 0) await turn()
    }
  }
  // One timer for all streams: ten thousand of them would each wake the process.
  const beats = setInterval(beat, heartbeatMs)

  return {
    admit(res) {
      if (stopped || open.size >= options.viewersMax)
        throw new Problem('unavailable', { headers: { 'Retry-After': '5' } })
      const viewer = createViewer(res, options)
      // He left while the lot was looked up: his end has been told, and will not be again.
      if (res.destroyed) return viewer
      open.add(viewer)
      res.once('close', () => open.delete(viewer))
      return viewer
    },
    count: () => open.size,
    stop() {
      stopped = true
      clearInterval(beats)
      for (const viewer of open) viewer.end()
    },
  }
}
