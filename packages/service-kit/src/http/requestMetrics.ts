import type express from 'express'
import prom from 'prom-client'
import './requestState.ts'
import { methodLabel } from './methodLabel.ts'
import { routeLabel } from './routeLabel.ts'

const bucketsSec = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * http_request_duration_seconds{method,route,status}. `route` is the path as it was declared (`/v1/auctions/:id`), so
 * declare whole paths: what a router is mounted on is not part of it. Status 499: the client left before the answer.
 */
export function requestMetrics(registry: prom.Registry): express.RequestHandler {
  const duration = new prom.Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first middleware to the end of the answer',
    labelNames: ['method', 'route', 'status'],
    buckets: bucketsSec,
    registers: [registry],
  })
  // One function for all requests, `this` being the response: a closure for each one is garbage on the hot path.
  function observe(this: express.Response): void {
    const { req } = this
    const elapsedSec = (performance.now() - (req.gavelStartedAtMs ?? performance.now())) / 1_000
    const status = this.writableFinished ? this.statusCode : 499
    duration.observe({ method: methodLabel(req.method, status), route: routeLabel(req), status }, elapsedSec)
  }
  return (req, res, next) => {
    req.gavelStartedAtMs = performance.now()
    res.once('close', observe)
    next()
  }
}
