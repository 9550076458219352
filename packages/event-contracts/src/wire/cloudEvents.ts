import { z } from 'zod'
import { instant, uuid } from '../primitives.ts'
import { type Metadata, metadata } from './metadata.ts'

/** A message as it is handed to Kafka: unprefixed topic, headers in CloudEvents 1.0 binary mode, JSON value. */
export type WireMessage = {
  topic: string
  key: string
  value: Buffer
  headers: Record<string, string>
  partitionKey?: string
}

/** A message as it comes from Kafka. */
export type WireInput = { key: string; value: Buffer | null; headers: Readonly<Record<string, string>> }

export type Envelope = {
  id: string
  type: string
  schemaVersion: number
  /** The stream or aggregate it is about (`ce_subject`). */
  subject: string
  /** The subject's version after this message; 0 for a command, which has none. */
  version: number
  occurredAt: string
  metadata: Metadata
}

/** The headers of CloudEvents' Kafka binding, with Gavel's own extension attributes. */
export function toHeaders(source: string, envelope: Envelope): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: envelope.id,
    ce_type: envelope.type,
    ce_source: `/gavel/${source}`,
    ce_subject: envelope.subject,
    ce_time: envelope.occurredAt,
    ce_schemaversion: String(envelope.schemaVersion),
    ce_subjectversion: String(envelope.version),
    ce_actor: envelope.metadata.actor,
    ce_correlationid: envelope.metadata.correlationId,
  }
  if (envelope.metadata.causationId !== undefined) headers.ce_causationid = envelope.metadata.causationId
  if (envelope.metadata.traceparent !== undefined) headers.traceparent = envelope.metadata.traceparent
  return headers
}

export const wireHeaders = z.object({
  ce_specversion: z.literal('1.0'),
  ce_id: z.string().min(1).max(128),
  ce_type: z.string().min(1),
  ce_subject: uuid,
  ce_time: instant,
  ce_schemaversion: z.coerce.number().int().positive(),
  ce_subjectversion: z.coerce.number().int().nonnegative(),
  ce_actor: metadata.shape.actor,
  ce_correlationid: metadata.shape.correlationId,
  ce_causationid: metadata.shape.causationId,
  traceparent: metadata.shape.traceparent,
})

/**
 * Reads the envelope and the JSON value.
 *
 * @throws when a header is missing or malformed, or the value is no JSON: the message is broken, trying again is no use.
 */
export function fromWire(input: WireInput): { envelope: Envelope; data: unknown } {
  if (input.value === null) throw new Error('the message has no value')
  const headers = wireHeaders.parse(input.headers)
  const data: unknown = JSON.parse(input.value.toString('utf8'))
  return {
    envelope: {
      id: headers.ce_id,
      type: headers.ce_type,
      schemaVersion: headers.ce_schemaversion,
      subject: headers.ce_subject,
      version: headers.ce_subjectversion,
      occurredAt: headers.ce_time,
      metadata: {
        actor: headers.ce_actor,
        correlationId: headers.ce_correlationid,
        ...(headers.ce_causationid === undefined ? {} : { causationId: headers.ce_causationid }),
        ...(headers.traceparent === undefined ? {} : { traceparent: headers.traceparent }),
      },
    },
    data,
  }
}
