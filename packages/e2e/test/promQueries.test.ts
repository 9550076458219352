import { describe, expect, it } from '@jest/globals'
import { alerts, dashboards, datasourceUids, queries, runbook } from '../src/telemetry/monitoring.ts'
import { readPromql } from '../src/telemetry/promql.ts'

describe('dashboards and alerts', () => {
  it.each(queries)('$where is PromQL', ({ text }) => {
    expect(readPromql(text).selectors.length).toBeGreaterThan(0)
  })

  it('what is no PromQL is found', () => {
    for (const text of ['sum by ( (', 'rate(x[5m]', 'a{b=}', '1'])
      expect(() => readPromql(text)).toThrow(/PromQL|metric/)
    expect(readPromql('sum by (service) (rate(x_total{status=~"5.."}[$__rate_interval]))')).toEqual({
      selectors: [{ metric: 'x_total', matchers: [{ label: 'status', operator: '=~', value: '5..' }] }],
      groupings: ['service'],
    })
  })

  it('dashboards are told apart, and ask the data source that is provisioned', () => {
    const uids = dashboards.map(({ uid }) => uid)
    expect(new Set(uids).size).toBe(uids.length)
    const asked = dashboards.flatMap(({ panels }) => panels.flatMap(({ datasource }) => datasource?.uid ?? []))
    expect([...new Set(asked)].filter((uid) => !datasourceUids.includes(uid))).toEqual([])
  })

  it('every alert has its entry in the runbook, and every entry its alert', () => {
    const names = alerts.map(({ alert }) => alert)
    expect(new Set(names).size).toBe(names.length)
    expect([...runbook().keys()].sort()).toEqual([...names].sort())
  })

  it.each(alerts.map(({ alert }) => alert))(
    'the entry of %s says what it means, where to look and what to do',
    (name) => {
      const entry = runbook().get(name) ?? ''
      for (const part of ['**Means**', '**Look at**', '**Do**']) expect(entry).toContain(part)
    },
  )
})
