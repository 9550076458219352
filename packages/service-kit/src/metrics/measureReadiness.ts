import prom from 'prom-client'
import type { Readiness } from '../admin/readiness.ts'

/** What `/readyz` says, for alerts: a service that runs and cannot do its work answers every scrape. */
export function measureReadiness(registry: prom.Registry, readiness: Pick<Readiness, 'check' | 'isNeeded'>): void {
  new prom.Gauge({
    name: 'service_ready',
    help: 'By readiness check: 1 when what it asks is well, 0 when it is not; without what is needed the service is not ready',
    labelNames: ['check', 'needed'],
    registers: [registry],
    async collect() {
      const { checks } = await readiness.check()
      for (const [check, result] of Object.entries(checks)) {
        this.set({ check, needed: String(readiness.isNeeded(check)) }, result === 'ok' ? 1 : 0)
      }
    },
  })
}
