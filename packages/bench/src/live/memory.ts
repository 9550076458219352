import type { ServiceName, System } from '@gavel/launcher'

/** What a service keeps in memory, by its own metrics. */
export async function residentBytes(system: System, name: ServiceName): Promise<number> {
  const service = system.services.find((one) => one.name === name)
  const answer = await fetch(`${service?.adminUrl}/metrics`, { signal: AbortSignal.timeout(10_000) })
  const [, bytes] = /^process_resident_memory_bytes(?:\{[^}]*\})? ([0-9.e+]+)/m.exec(await answer.text()) ?? []
  return Number(bytes ?? 0)
}
