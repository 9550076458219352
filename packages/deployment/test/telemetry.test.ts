import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { z } from 'zod'
import { type ComposeFile, readCompose } from '../src/compose.ts'
import { type Manifest, manifestsIn, readManifests } from '../src/manifests/manifest.ts'
import { dockerDirectory, repository, services } from '../src/places.ts'
import { prometheusRule, prometheusRulePath } from '../src/telemetry/prometheusRule.ts'

const text = (path: string): Promise<string> => readFile(join(dockerDirectory, path), 'utf8')

const prometheus = z.object({
  rule_files: z.array(z.string()),
  scrape_configs: z.array(
    z.object({
      job_name: z.string(),
      dns_sd_configs: z.tuple([z.object({ names: z.array(z.string()), type: z.literal('A'), port: z.int() })]),
    }),
  ),
})
const datasources = z.object({ datasources: z.array(z.object({ uid: z.string(), url: z.url() })) })
const dashboards = z.object({ providers: z.tuple([z.object({ options: z.object({ path: z.string() }) })]) })
const tempo = z.object({
  server: z.object({ http_listen_port: z.int() }),
  distributor: z.object({
    receivers: z.object({ otlp: z.object({ protocols: z.object({ http: z.object({ endpoint: z.string() }) }) }) }),
  }),
})
const rules = z.object({ spec: z.object({ groups: z.array(z.unknown()) }) })
const podMonitor = z.object({
  spec: z.object({
    jobLabel: z.string(),
    selector: z.object({
      matchExpressions: z.tuple([
        z.object({ key: z.string(), operator: z.literal('In'), values: z.array(z.string()) }),
      ]),
    }),
    podMetricsEndpoints: z.tuple([z.looseObject({ port: z.string(), path: z.literal('/metrics') })]),
  }),
})
const deployment = z.object({
  spec: z.object({
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        containers: z.tuple([z.object({ ports: z.array(z.object({ name: z.string(), containerPort: z.int() })) })]),
      }),
    }),
  }),
})
const component = z.object({
  patches: z.array(z.object({ target: z.object({ name: z.string() }), patch: z.string() })),
})

/** The ports that images listen on: their settings of production. */
async function adminPortOf(service: string): Promise<number> {
  const settings = parseEnv(await readFile(join(repository, 'apps', service, '.env.prod'), 'utf8'))
  return Number(settings.ADMIN_PORT)
}

describe('telemetry', () => {
  let compose: ComposeFile
  let jobs: z.output<typeof prometheus>
  let base: readonly Manifest[]
  let inCluster: readonly Manifest[]

  beforeAll(async () => {
    compose = await readCompose()
    jobs = prometheus.parse(parse(await text('prometheus/prometheus.yml')))
    base = await manifestsIn(join(dockerDirectory, 'k8s/base'))
    inCluster = await manifestsIn(join(dockerDirectory, 'k8s/components/telemetry'))
  })

  const networksOf = (name: string): readonly string[] => compose.services[name]?.networks ?? []
  const canReach = (one: string, other: string): boolean =>
    networksOf(one).some((network) => networksOf(other).includes(network))
  /** Each container that runs a service, by its image. */
  const containersOf = (service: string): readonly string[] =>
    Object.entries(compose.services)
      .filter(
        ([name, { build }]) => build?.dockerfile === `docker/${service}.Dockerfile` && !name.startsWith('prepare-'),
      )
      .map(([name]) => name)
  const manifest = (manifests: readonly Manifest[], kind: string, name: string): Manifest | undefined =>
    manifests.find((one) => one.kind === kind && one.metadata.name === name)

  it('is scraped from every container of every service, where it listens', async () => {
    expect(jobs.scrape_configs.map(({ job_name }) => job_name).toSorted()).toEqual([...services].toSorted())
    for (const { job_name, dns_sd_configs } of jobs.scrape_configs) {
      const [{ names, port }] = dns_sd_configs
      expect([job_name, names.toSorted()]).toEqual([job_name, containersOf(job_name).toSorted()])
      expect([job_name, port]).toEqual([job_name, await adminPortOf(job_name)])
      for (const name of names) expect([name, canReach('prometheus', name)]).toEqual([name, true])
    }
  })

  it('is scraped from every pod too, and under the same names', async () => {
    const { spec } = podMonitor.parse(manifest(inCluster, 'PodMonitor', 'gavel'))
    const [{ key, values }] = spec.selector.matchExpressions
    expect(values.toSorted()).toEqual([...services].toSorted())
    for (const service of services) {
      const { template } = deployment.parse(manifest(base, 'Deployment', service)).spec
      expect([template.metadata.labels[key], template.metadata.labels[spec.jobLabel]]).toEqual([service, service])
      const port = template.spec.containers[0].ports.find(({ name }) => name === spec.podMetricsEndpoints[0].port)
      expect([service, port?.containerPort]).toEqual([service, await adminPortOf(service)])
    }
  })

  it('raises the same alerts everywhere, of jobs that there are', async () => {
    const [made, stands] = [await prometheusRule(), await readFile(prometheusRulePath, 'utf8')].map(
      (one) => rules.parse(readManifests(one)[0]).spec,
    )
    // `pnpm deployment:rules` makes it anew.
    expect(stands).toEqual(made)
    const alerts = await text('prometheus/rules/gavel.yml')
    expect(rules.parse({ spec: parse(alerts) }).spec).toEqual(stands)
    const named = [...alerts.matchAll(/\bjob=~?"([^"]+)"/g)].flatMap(([, names = '']) => names.split('|'))
    expect(named.length).toBeGreaterThan(5)
    expect([...new Set(named)].toSorted()).toEqual([...services].toSorted())
    // Nobody would be told which one is missing.
    const missing = [...alerts.matchAll(/absent\(up\{job="([^"]+)"\} == 1\)(?:, "job", "([^"]+)")?/g)]
    expect(missing.map(([, job, told]) => [job, told])).toEqual(missing.map(([, job]) => [job, job]))
    expect(missing).toHaveLength(services.length)
    expect(jobs.rule_files).toEqual(['rules/*.yml'])
    expect(compose.services.prometheus?.volumes).toContain('./prometheus:/etc/prometheus:ro')
  })

  it('is shown by Grafana, which finds its sources and its dashboards', async () => {
    const sources = datasources.parse(parse(await text('grafana/provisioning/datasources/gavel.yml'))).datasources
    const ports: Record<string, string> = {
      prometheus: '9090',
      tempo: String(tempo.parse(parse(await text('tempo/tempo.yml'))).server.http_listen_port),
    }
    for (const { uid, url } of sources) {
      const { hostname, port } = new URL(url)
      expect([uid, canReach('grafana', hostname), port]).toEqual([uid, true, ports[hostname]])
    }
    const [{ options }] = dashboards.parse(parse(await text('grafana/provisioning/dashboards/gavel.yml'))).providers
    expect(compose.services.grafana?.volumes).toContain(`./grafana/dashboards:${options.path}:ro`)
  })

  it('sends traces nowhere by itself, and somewhere by one line', async () => {
    const given = parseEnv(await text('telemetry.env'))
    expect(given.COMPOSE_PROFILES).toBe('telemetry')
    const { hostname, port } = new URL(given.OTEL_EXPORTER_OTLP_ENDPOINT ?? '')
    const { endpoint } = tempo.parse(parse(await text('tempo/tempo.yml'))).distributor.receivers.otlp.protocols.http
    expect(endpoint).toBe(`0.0.0.0:${port}`)
    expect(compose.services[hostname]?.profiles).toEqual(['telemetry'])
    const variables = await text('compose.yaml')
    expect(variables).toMatch(/ OTEL_EXPORTER_OTLP_ENDPOINT: "\$\{OTEL_EXPORTER_OTLP_ENDPOINT:-\}"/)
    for (const name of services.flatMap(containersOf)) {
      expect([name, canReach(name, hostname)]).toEqual([name, true])
      expect([name, compose.services[name]?.environment]).toEqual([
        name,
        expect.objectContaining({ OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_TRACES_SAMPLER_ARG: '0.1' }),
      ])
    }
  })

  it('sends traces from every pod, past the network’s policies', async () => {
    for (const service of services) {
      const pod = JSON.stringify(manifest(base, 'Deployment', service))
      const known = pod.match(/"configMapRef":\{"name":"telemetry"\}/g) ?? []
      // The step before it says whatever it says with the same settings.
      expect([service, known.length]).toEqual([service, service === 'web' ? 1 : 2])
    }
    expect(manifest(base, 'ConfigMap', 'telemetry')).toMatchObject({ data: { OTEL_EXPORTER_OTLP_ENDPOINT: '' } })
    const { patches } = component.parse(parse(await text('k8s/components/telemetry/kustomization.yaml')))
    const [, url = ''] = /OTEL_EXPORTER_OTLP_ENDPOINT, value: "([^"]+)"/.exec(patches[0]?.patch ?? '') ?? []
    const label = { 'gavel.example/monitoring': 'true' }
    expect(manifest(inCluster, 'NetworkPolicy', 'traces')).toMatchObject({
      spec: {
        podSelector: { matchExpressions: [{ key: 'app', values: expect.arrayContaining([...services]) }] },
        egress: [{ to: [{ namespaceSelector: { matchLabels: label } }], ports: [{ port: Number(new URL(url).port) }] }],
      },
    })
  })
})
