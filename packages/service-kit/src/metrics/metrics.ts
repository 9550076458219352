import prom from 'prom-client'

/** A registry with Node's own metrics (CPU, memory, event loop, GC) in it; every metric carries the label `service`. */
export function createMetrics(service: string): prom.Registry {
  const registry = new prom.Registry()
  registry.setDefaultLabels({ service })
  prom.collectDefaultMetrics({ register: registry })
  return registry
}
