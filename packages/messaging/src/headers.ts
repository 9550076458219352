import type { IHeaders } from 'kafkajs'

export const lastOf = (value: IHeaders[string]): Buffer | string | undefined =>
  Array.isArray(value) ? value.at(-1) : value

/** Kafka's headers are bytes and may repeat; ours are one string each. The last of several wins, as a later one overrides. */
export function toHeaders(headers: IHeaders | undefined): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers ?? {})) {
    const last = lastOf(value)
    if (last !== undefined && last !== null) result[name] = last.toString()
  }
  return result
}

/** A broken message may say anything there; so much of it is enough to be found again. */
const idLengthMax = 128

/** By which a log line about a message finds what caused it. */
export function idsIn({ headers }: { headers?: IHeaders }): { correlationId?: string; traceId?: string } {
  const correlationId = lastOf(headers?.ce_correlationid)?.toString().slice(0, idLengthMax)
  const traceId = lastOf(headers?.traceparent)?.toString().split('-')[1]?.slice(0, idLengthMax)
  return {
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(traceId === undefined ? {} : { traceId }),
  }
}
