import type express from 'express'
import { createGate, type Gate, GateFull } from './gate.ts'

/** The open streams of events: bounded, since each holds a connection, and ended by us when we stop. */
export type Streams = {
  gate: Gate
  opened(res: express.Response): void
  openCount(): number
  end(): void
}

export function createStreams(streamsMax: number): Streams {
  const room = createGate({ slots: streamsMax, waitingMax: 0 })
  const open = new Set<express.Response>()
  let ended = false
  return {
    gate: {
      async enter(signal) {
        if (ended) throw new GateFull('this instance is stopping')
        await room.enter(signal)
      },
      leave: room.leave,
    },
    opened(res) {
      open.add(res)
      res.once('close', () => open.delete(res))
    },
    openCount: () => open.size,
    end() {
      ended = true
      for (const res of open) res.end()
    },
  }
}
