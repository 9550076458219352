import type { Settings } from '../settings/settings.ts'
import { freePort } from '../system/ports.ts'
import { readPorts, writePorts } from './state.ts'

export type ClaimPort = (use: string, usual: number) => Promise<number>

/**
 * The port that this supervisor chose before when it is free, else the usual one, else the one this stack had last time,
 * else any. Remembered, so that an address seldom changes; claims run one after the other, so that two servers are not given the same.
 */
export function createClaimPort(settings: Settings): ClaimPort {
  const claimed = new Map<string, number>()
  let last: Promise<unknown> = Promise.resolve()

  const claim = async (use: string, usual: number) => {
    const remembered = readPorts(settings)
    const others = new Set([...claimed].filter(([other]) => other !== use).map(([, port]) => port))
    const wanted = [claimed.get(use), usual, remembered[use]].filter((port) => port !== undefined)
    const port = await freePort(wanted.filter((candidate) => !others.has(candidate)))
    claimed.set(use, port)
    writePorts(settings, { ...remembered, [use]: port })
    return port
  }

  return (use, usual) => {
    const next = last.then(() => claim(use, usual))
    last = next.catch(() => {})
    return next
  }
}
