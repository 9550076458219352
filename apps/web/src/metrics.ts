import prom from 'prom-client'
import type { ServiceName } from './proxy/routing.ts'

/**
 * `full`: too many requests at once; `late`: no answer in time; `broken`: the connection was lost under the request;
 * `silent`: an instance that owes answers was put aside.
 */
export type UpstreamFailure = 'not_connected' | 'broken' | 'late' | 'full' | 'silent'

export type WebMetrics = {
  upstreamFailed(service: ServiceName, reason: UpstreamFailure): void
  /** `count` is asked whenever the metrics are read. */
  openStreams(count: () => number): void
}

export function createWebMetrics(registry: prom.Registry): WebMetrics {
  const failures = new prom.Counter({
    name: 'web_upstream_failures_total',
    help: 'Tries at an instance of a service that failed',
    labelNames: ['upstream', 'reason'],
    registers: [registry],
  })
  return {
    upstreamFailed(upstream, reason) {
      failures.inc({ upstream, reason })
    },
    openStreams(count) {
      new prom.Gauge({
        name: 'web_open_streams',
        help: 'Streams of events that are open now',
        registers: [registry],
        collect() {
          this.set(count())
        },
      })
    },
  }
}
