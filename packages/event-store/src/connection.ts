import type pg from 'pg'

export type Connection = {
  client: pg.PoolClient
  /** `broken`: it is closed and replaced, which also ends whatever it was doing. */
  giveBack(broken: boolean): void
}

/**
 * A pool's connection to hold. The pool listens to idle ones only: one that breaks here would end the process. With a
 * callback, since a connection may break in the very turn that it is handed over, before a promise could go on.
 */
export function takeConnection(pool: pg.Pool, onLost: (error: Error) => void = () => {}): Promise<Connection> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (client === undefined) return reject(error)
      client.on('error', onLost)
      return resolve({
        client,
        giveBack(broken) {
          client.release(broken)
          client.removeListener('error', onLost)
        },
      })
    })
  })
}

export function backendPidOf(client: pg.ClientBase): number | undefined {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : undefined
}
