import type pg from 'pg'

export type Connection = {
  client: pg.PoolClient
  /** `broken`: it is closed and replaced, which also ends whatever it was doing. */
  giveBack(broken: boolean): void
}

/** A pool's connection to hold. The pool listens to idle ones only: one that broke here would end the process. */
export async function takeConnection(pool: pg.Pool, onLost: (error: Error) => void = () => {}): Promise<Connection> {
  const client = await pool.connect()
  client.on('error', onLost)
  return {
    client,
    giveBack(broken) {
      client.release(broken)
      client.removeListener('error', onLost)
    },
  }
}

export function backendPidOf(client: pg.ClientBase): number | undefined {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : undefined
}
