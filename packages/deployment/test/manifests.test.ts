import { cp, glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { roleOf } from '@gavel/local-stack'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { kustomized } from '../src/manifests/kustomize.ts'
import { type Manifest, manifestSchema, manifestsIn } from '../src/manifests/manifest.ts'
import { moduleOf, typeFaults } from '../src/manifests/typeCheck.ts'
import { dockerDirectory, repository, type Service, services } from '../src/places.ts'
import { clusterSecrets } from '../src/secrets/newSecrets.ts'
import { writeSecrets } from '../src/secrets/write.ts'

const model = z.custom<new (data: Manifest) => { validate(): void }>((value) => typeof value === 'function')

/** kustomize breaks long base64 into lines, which a server reads and the schema's pattern does not. */
const unfolded = (manifest: Manifest): Manifest =>
  manifest.kind === 'Secret'
    ? manifestSchema.parse(JSON.parse(JSON.stringify(manifest).replaceAll('\\n', '')))
    : manifest

async function schemaFault(manifest: Manifest): Promise<string | undefined> {
  const module = moduleOf(manifest)
  if (module === undefined) return undefined
  const exported: unknown = await import(module)
  const Kind = model.parse(z.record(z.string(), z.unknown()).parse(exported)[manifest.kind])
  try {
    new Kind(unfolded(manifest)).validate()
    return undefined
  } catch (error) {
    return `${manifest.kind} ${manifest.metadata.name}: ${error instanceof Error ? error.message : error}`
  }
}

const rules = z.looseObject({
  spec: z.looseObject({
    podSelector: z.looseObject({ matchLabels: z.record(z.string(), z.string()).optional() }),
    ingress: z.array(z.looseObject({ from: z.array(z.unknown()).optional() })).optional(),
  }),
})

function databasesOf(service: Service): readonly string[] {
  const role = roleOf(service)
  return role === undefined ? [] : [`${role}-db`]
}

describe('the manifests', () => {
  let directory: string
  const sets = new Map<string, readonly Manifest[]>()
  const all = (): readonly Manifest[] => [...sets.values()].flat()

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'gavel-k8s-'))
    await cp(dockerDirectory, directory, { recursive: true })
    sets.set('base', await manifestsIn(join(directory, 'k8s/base')))
    const overlays = join(directory, 'k8s/overlays')
    // What production may take besides; in this order.
    await cp(join(overlays, 'production'), join(overlays, 'whole'), { recursive: true })
    const whole = join(overlays, 'whole/kustomization.yaml')
    const components = 'components: [../../components/'
    const text = await readFile(whole, 'utf8')
    await writeFile(whole, text.replace(components, `${components}reads-by-lot, ../../components/`))
    for (const overlay of ['small', 'production', 'whole']) {
      await rm(join(overlays, overlay, 'secrets'), { recursive: true, force: true })
      await writeSecrets(join(overlays, overlay, 'secrets'), clusterSecrets())
      const manifests = await kustomized(join(overlays, overlay))
      // CI of whoever has neither kustomize nor kubectl checks what the overlays are made of.
      if (manifests !== undefined) sets.set(overlay, manifests)
    }
    if (sets.size === 1) sets.set('telemetry', await manifestsIn(join(directory, 'k8s/components/telemetry')))
  }, 60_000)

  afterAll(() => rm(directory, { recursive: true, force: true }))

  it('are what their kinds’ schemas say; of ECK’s there is none to be had', async () => {
    const faults = await Promise.all(all().map(schemaFault))
    expect(faults.filter((fault) => fault !== undefined)).toEqual([])
    const unchecked = new Set(
      all()
        .filter((manifest) => moduleOf(manifest) === undefined)
        .map(({ kind }) => kind),
    )
    expect([...unchecked]).toEqual(['Elasticsearch'])
  }, 60_000)

  it('have no field that their kinds do not know', async () => {
    expect(await typeFaults(all())).toBe('')
    const [first] = all()
    const mistyped = { ...first, apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' }, spec: { selektor: {} } }
    expect(await typeFaults([mistyped])).toContain('selektor')
  }, 120_000)

  it('let no service near the store of another', () => {
    const owners: Record<string, string> = {
      ...Object.fromEntries(services.flatMap((service) => databasesOf(service).map((name) => [name, service]))),
      'redis-command': 'command-api',
      'redis-query': 'query-api',
      search: 'query-api',
    }
    const policies = all().filter(({ kind }) => kind === 'NetworkPolicy')
    for (const [store, owner] of Object.entries(owners)) {
      const ofStore = policies.filter(({ metadata }) => metadata.name === store)
      expect(ofStore.length).toBe(sets.size - (sets.has('telemetry') ? 1 : 0))
      for (const policy of ofStore) {
        const { ingress = [] } = rules.parse(policy).spec
        expect(ingress.every(({ from = [] }) => from.length > 0)).toBe(true)
        const named = new Set([...JSON.stringify(ingress).matchAll(/"app":"([^"]+)"/g)].map(([, app]) => app))
        expect([...named]).toEqual([owner])
      }
    }
  })

  it('scale by metrics that there are', async () => {
    const text = await readFile(join(dockerDirectory, 'k8s/base/scaling.yaml'), 'utf8')
    const metrics = [...text.matchAll(/\b(?:query|projector)_[a-z_]+\b/g)].map(([name]) => name)
    expect(metrics.length).toBeGreaterThan(1)
    let sources = ''
    for await (const file of glob('apps/{query-api,projector}/src/**/*.ts', { cwd: repository })) {
      sources += await readFile(join(repository, file), 'utf8')
    }
    for (const metric of metrics) expect(sources).toContain(`'${metric}'`)
  })
})
