import prom from 'prom-client'

/** The part of a `pg.Pool` that is looked at. */
type Pool = { totalCount: number; idleCount: number; waitingCount: number }

/** How full a pool of database connections is, looked at when the metrics are read. */
export function measurePool(registry: prom.Registry, pool: Pool): void {
  const registers = [registry]
  new prom.Gauge({
    name: 'database_pool_connections',
    help: 'Connections to the database, by state: busy or idle',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'idle' }, pool.idleCount)
    },
  })
  new prom.Gauge({
    name: 'database_pool_waiting',
    help: 'Callers that wait for a connection: above 0 for long, the pool is too small or the database too slow',
    registers,
    collect() {
      this.set(pool.waitingCount)
    },
  })
}
