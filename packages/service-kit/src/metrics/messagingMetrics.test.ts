import { describe, expect, it } from '@jest/globals'
import prom from 'prom-client'
import { createReadiness } from '../admin/readiness.ts'
import { measureReadiness } from './measureReadiness.ts'
import { createMessagingMetrics } from './messagingMetrics.ts'

const valuesOf = async (registry: prom.Registry, name: string): Promise<Record<string, number>> => {
  const metric = await registry.getSingleMetric(name)?.get()
  return Object.fromEntries((metric?.values ?? []).map(({ labels, value }) => [Object.values(labels).join(), value]))
}

describe('what has stood still', () => {
  it('is told by the age of the oldest message in hand, while it is in hand', async () => {
    const registry = new prom.Registry()
    const { inHand } = createMessagingMetrics(registry)
    const at = (partition: number, ageMs: number | null) =>
      inHand({ group: 'g', topic: 't', partition, sinceMs: ageMs === null ? null : Date.now() - ageMs })
    const oldestSec = async () => (await valuesOf(registry, 'messaging_oldest_in_hand_seconds')).g
    at(0, 5_000)
    at(1, 60_000)
    expect(await oldestSec()).toBeGreaterThanOrEqual(60)
    at(1, null)
    expect(await oldestSec()).toBeLessThan(60)
    at(0, null)
    expect(await oldestSec()).toBe(0)
  })

  it('is told by each readiness check', async () => {
    const registry = new prom.Registry()
    const readiness = createReadiness()
    readiness.add('database', () => Promise.reject(new Error('away')))
    readiness.observe('search', async () => {})
    measureReadiness(registry, readiness)
    expect(await valuesOf(registry, 'service_ready')).toEqual({ 'database,true': 0, 'search,false': 1 })
  })
})
