import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../system/errors.ts'

export type Revival = {
  /** It died: starts it again until it runs, is not wanted any more, or was tried too often. Resolves then. */
  begin(): Promise<void>
}

const windowMs = 120_000
const triesMax = 5
const firstDelayMs = 250
const delayMaxMs = 10_000

/**
 * At most five starts in two minutes, so that a server with a lasting fault does not busy the machine for ever. The delay
 * doubles from 250 ms, less up to half of it by chance, since several servers may have died of one cause.
 */
export function createRevival(options: {
  start(): Promise<unknown>
  isWanted(): boolean
  say(line: string): void
  signal: AbortSignal
}): Revival {
  const { start, isWanted, say, signal } = options
  let triedAtMs: readonly number[] = []
  let underWay: Promise<void> | undefined

  const keepTrying = async () => {
    while (isWanted() && !signal.aborted) {
      triedAtMs = triedAtMs.filter((atMs) => performance.now() - atMs < windowMs)
      const tries = triedAtMs.length
      if (tries >= triesMax) return say(`is not started again: it was ${triesMax} times in ${windowMs / 1000} s`)
      const delayMs = Math.round(Math.min(delayMaxMs, firstDelayMs * 2 ** tries) * (1 - Math.random() / 2))
      say(`is started again in ${delayMs} ms (${tries + 1} of ${triesMax})`)
      await sleep(delayMs, undefined, { signal }).catch(() => {})
      if (!isWanted() || signal.aborted) return
      triedAtMs = [...triedAtMs, performance.now()]
      try {
        await start()
        return
      } catch (error) {
        if (!signal.aborted) say(`could not be started again: ${messageOf(error)}`)
      }
    }
  }

  return {
    begin() {
      underWay ??= keepTrying().finally(() => {
        underWay = undefined
      })
      return underWay
    },
  }
}
