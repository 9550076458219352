import type { ServiceName } from '@gavel/launcher'

/** What a service offers: the labels of each metric, as far as it has had a value yet. */
export type Offered = ReadonlyMap<string, ReadonlySet<string>>

const suffixes: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
}

/** Reads Prometheus's text format. */
export function readExposition(text: string): Offered {
  const offered = new Map<string, Set<string>>()
  for (const line of text.split('\n')) {
    const [, family, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? []
    if (family !== undefined) for (const suffix of suffixes[type ?? ''] ?? ['']) offered.set(family + suffix, new Set())
    const [, metric, labels = ''] = /^([a-zA-Z_:]\w*)(?:\{(.*)\})? \S+$/.exec(line) ?? []
    if (metric === undefined) continue
    const known = offered.get(metric) ?? new Set()
    for (const [, label] of labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)) if (label !== undefined) known.add(label)
    offered.set(metric, known)
  }
  return offered
}

/** Prometheus makes these by itself. */
const itsOwnMetrics = ['up']
const itsOwnLabels = ['job', 'instance']

/** What is wrong with asking for such a metric; undefined when some service has it, labels and all. */
export function faultOf(
  { metric, matchers }: { metric: string; matchers: readonly { label: string; operator: string; value: string }[] },
  services: ReadonlyMap<ServiceName, Offered>,
): string | undefined {
  if (itsOwnMetrics.includes(metric)) return undefined
  const wanted = matchers.find(({ label, operator }) => label === 'service' && operator === '=')?.value
  const having = [...services].filter(([name, offered]) => offered.has(metric) && (wanted ?? name) === name)
  if (having.length === 0) return `no ${wanted ?? 'service'} has ${metric}`
  const labels = labelsOf(metric, services)
  const unknown = matchers.find(({ label }) => labels.size > 0 && !labels.has(label) && !itsOwnLabels.includes(label))
  return unknown === undefined ? undefined : `${metric} has no label ${unknown.label}`
}

/** Of all services; none when none of them has had a value. */
export function labelsOf(metric: string, services: ReadonlyMap<ServiceName, Offered>): ReadonlySet<string> {
  return new Set([...services.values()].flatMap((offered) => [...(offered.get(metric) ?? [])]))
}
