import { createServer } from 'node:net'

/** Binds and lets go: the port given is free now, which is all that can be known of a port. */
function bind(port: number): Promise<number | undefined> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
    })
  })
}

/**
 * The first free one of the wanted ports, else any free one.
 * @throws Error when the machine has no free port
 */
export async function freePort(wanted: readonly number[]): Promise<number> {
  for (const port of [...wanted, 0]) {
    const bound = await bind(port)
    if (bound) return bound
  }
  throw new Error('no free port on 127.0.0.1')
}

export async function isFree(port: number): Promise<boolean> {
  return (await bind(port)) !== undefined
}
