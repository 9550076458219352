import type { IHeaders } from 'kafkajs'

/** Kafka's headers are bytes and may repeat; ours are one string each. The last of several wins, as a later one overrides. */
export function toHeaders(headers: IHeaders | undefined): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers ?? {})) {
    const last = Array.isArray(value) ? value.at(-1) : value
    if (last !== undefined && last !== null) result[name] = last.toString()
  }
  return result
}
