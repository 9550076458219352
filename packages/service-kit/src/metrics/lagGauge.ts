import prom from 'prom-client'

/**
 * A gauge of how far consumers are behind, labelled by group. Each group's lag is asked at each scrape; one that cannot
 * tell reads NaN.
 */
export function createLagGauge(
  registry: prom.Registry,
  { name, help }: { name: string; help: string },
): (group: string, lag: () => Promise<number>) => void {
  const lags = new Map<string, () => Promise<number>>()
  new prom.Gauge({
    name,
    help,
    labelNames: ['group'],
    registers: [registry],
    async collect() {
      // A scrape during an outage still has everything else to tell.
      const asked = Array.from(lags, async ([group, lag]) => this.set({ group }, await lag().catch(() => Number.NaN)))
      await Promise.all(asked)
    },
  })
  return (group, lag) => {
    lags.set(group, lag)
  }
}
