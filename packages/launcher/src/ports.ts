import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Below the range from which systems take ports for outgoing connections (Linux: 32768 and up): a port that is free now
 * is not lost to a connection of our own before the service binds it.
 */
const lowest = 20_000
const highest = 32_000
const attemptsMax = 100

/** On all interfaces, since that is where a service might listen. */
export function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen({ port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

export type PortPicker = {
  /**
   * `wanted` when it is free, else a random free port that was not given before.
   * @throws Error when 100 ports in a row are taken
   */
  pick(wanted?: number): Promise<number>
}

export function createPortPicker(): PortPicker {
  const given = new Set<number>()
  return {
    async pick(wanted) {
      for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
        const port = attempt === 0 && wanted !== undefined ? wanted : randomInt(lowest, highest)
        if (given.has(port)) continue
        given.add(port)
        if (await isFree(port)) return port
      }
      throw new Error(`no free port found between ${lowest} and ${highest}`)
    },
  }
}
