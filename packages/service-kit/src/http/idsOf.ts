import type express from 'express'
import { traceIdOf } from '../telemetry/traceparent.ts'
import './requestState.ts'

/** By which a log line finds everything else about its request. */
export function idsOf(req: express.Request): { correlationId?: string; traceId?: string | undefined } {
  if (req.gavelCorrelation === undefined) return {}
  const { correlationId, traceparent } = req.gavelCorrelation
  return { correlationId, traceId: traceIdOf(traceparent) }
}
