import { execFileSync } from 'node:child_process'
import { access, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { roleOf, serviceRoles } from '@gavel/local-stack'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type ComposeFile, readCompose } from '../src/compose.ts'
import { manifestsIn } from '../src/manifests/manifest.ts'
import { dockerDirectory, repository, services } from '../src/places.ts'
import { composeSecrets } from '../src/secrets/newSecrets.ts'
import { writeSecrets } from '../src/secrets/write.ts'

const streamCosts = {
  caddy: { idleMb: 56, streamKb: 98 },
  web: { idleMb: 136, streamKb: 71 },
  'query-api': { idleMb: 275, streamKb: 20 },
}

describe('compose.yaml', () => {
  let compose: ComposeFile
  let directory: string

  beforeAll(async () => {
    compose = await readCompose()
    directory = await mkdtemp(join(tmpdir(), 'gavel-compose-'))
    await writeSecrets(join(directory, 'secrets'), composeSecrets())
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))

  it('waits for what is there to be waited for, and in no circle', () => {
    const waits = (name: string, path: readonly string[]): void => {
      expect(path).not.toContain(name)
      const needed = Object.entries(compose.services[name]?.depends_on ?? {})
      for (const [other, { condition }] of needed) {
        const { build, healthcheck } = compose.services[other] ?? {}
        const isStep = other.startsWith('prepare-')
        expect([other, condition]).toEqual([other, isStep ? 'service_completed_successfully' : 'service_healthy'])
        // A service's own check is in its image.
        if (!isStep) expect(healthcheck?.disable === undefined && (healthcheck ?? build) !== undefined).toBe(true)
        waits(other, [...path, name])
      }
    }
    for (const name of Object.keys(compose.services)) waits(name, [])
  })

  it('builds what there is a Dockerfile of, and starts two of each when asked', async () => {
    for (const service of services) {
      const { build, profiles } = compose.services[service] ?? {}
      expect(profiles).toEqual([])
      await access(join(dockerDirectory, build?.context ?? '', build?.dockerfile ?? ''))
      if (service !== 'web')
        expect(compose.services[`${service}-2`]).toEqual({ ...compose.services[service], profiles: ['two'] })
    }
    const two = parseEnv(await readFile(join(dockerDirectory, 'two.env'), 'utf8'))
    expect(two.COMPOSE_PROFILES).toBe('two')
    const named = [...JSON.stringify(two).matchAll(/http:\/\/([a-z0-9-]+):/g)].map(([, name]) => name)
    expect(named.filter((name) => compose.services[name ?? ''] === undefined)).toEqual([])
  })

  it('limits everything, and gives no service a file system or a right to change anything', () => {
    for (const [name, { build, read_only, cap_drop, deploy }] of Object.entries(compose.services)) {
      expect([name, deploy.resources.limits.memory]).toEqual([name, expect.stringMatching(/^\d+[MG]$/)])
      if (build !== undefined) expect([name, read_only, cap_drop]).toEqual([name, true, ['ALL']])
    }
  })

  it('gives what streams pass through memory for as many as web lets in', async () => {
    const [, max = ''] =
      /streamsMax: ([\d_]+)/.exec(await readFile(join(repository, 'apps/web/src/proxy/limits.ts'), 'utf8')) ?? []
    const streams = Number(max.replaceAll('_', ''))
    // Measured: docker/README.md.
    for (const [name, { idleMb, streamKb }] of Object.entries(streamCosts)) {
      const neededMb = idleMb + (streams * streamKb) / 1_024
      const [, number, unit] = /^(\d+)([MG])$/.exec(compose.services[name]?.deploy.resources.limits.memory ?? '') ?? []
      expect([name, Number(number) * (unit === 'G' ? 1_024 : 1) > neededMb]).toEqual([name, true])
      if (name === 'caddy') continue
      const manifest = await readFile(join(dockerDirectory, `k8s/base/${name}.yaml`), 'utf8')
      const [, gibibytes] = /limits: \{ memory: (\d+)Gi \}/.exec(manifest) ?? []
      expect([name, Number(gibibytes) * 1_024 > neededMb]).toEqual([name, true])
    }
  })

  it('lets a service reach its own stores alone', () => {
    const reach = (network: string) =>
      Object.entries(compose.services)
        .filter(([name, { networks }]) => networks.includes(network) && name !== network)
        .map(([name]) => name.replace(/^prepare-|-2$/g, ''))
    const owners = (network: string) => [...new Set(reach(network))].toSorted()
    expect(owners('redis-command')).toEqual(['command-api'])
    expect(owners('redis-query')).toEqual(['query-api'])
    expect(owners('elasticsearch')).toEqual(['query-api'])
    const keepers = services.filter((service) => roleOf(service) !== undefined).toSorted()
    expect(owners('postgres')).toEqual(keepers)
    expect(owners('kafka')).toEqual(keepers)
  })

  it('names networks, volumes, files and secrets that there are', async () => {
    for (const { networks, volumes, env_file } of Object.values(compose.services)) {
      expect(networks.filter((network) => !(network in compose.networks))).toEqual([])
      for (const volume of volumes) {
        const [source = ''] = volume.split(':')
        if (source.startsWith('./')) await access(join(dockerDirectory, source))
        else expect(Object.keys(compose.volumes)).toContain(source)
      }
      if (env_file !== undefined) await access(join(directory, env_file))
    }
  })

  it('makes a role for each service that has an address of a database', async () => {
    const roles = await readFile(join(dockerDirectory, 'postgres/roles.sh'), 'utf8')
    execFileSync('sh', ['-n', join(dockerDirectory, 'postgres/roles.sh')])
    const secrets = composeSecrets()
    for (const role of serviceRoles) {
      expect(roles).toMatch(new RegExp(`for service in .*\\b${role}\\b`))
      expect(Object.keys(secrets.postgres ?? {})).toContain(`${role.toUpperCase()}_PASSWORD`)
    }
    for (const variables of Object.values(secrets)) {
      for (const value of Object.values(variables)) expect(value).not.toMatch(/["'].*\s|\$/)
    }
  })

  it('tells services what Kubernetes tells them', async () => {
    const manifests = await manifestsIn(join(dockerDirectory, 'k8s/base'))
    const secrets = composeSecrets()
    for (const service of services) {
      const inCompose = [
        ...Object.keys(compose.services[service]?.environment ?? {}),
        ...Object.keys(secrets[service] ?? {}),
      ]
      const text = JSON.stringify(
        manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === service),
      )
      const named = [...text.matchAll(/"name":"([A-Z][A-Z_]+)"/g)].map(([, name = '']) => name)
      const inMaps = manifests
        .filter(
          ({ kind, metadata }) => kind === 'ConfigMap' && text.includes(`"configMapRef":{"name":"${metadata.name}"}`),
        )
        .flatMap(({ data }) => Object.keys(Object(data)))
      const inSecret = text.includes(`"secretRef":{"name":"${service}"}`) ? Object.keys(secrets[service] ?? {}) : []
      const onlyThere = ['ELASTIC_PASSWORD', 'TOPIC_REPLICATION_FACTOR']
      const inCluster = [...named, ...inMaps, ...inSecret].filter((name) => !onlyThere.includes(name))
      expect([service, [...new Set(inCluster)].toSorted()]).toEqual([service, inCompose.toSorted()])
    }
  })

  it.each(services)('lets /status ask %s', async (service) => {
    const two = parseEnv(await readFile(join(dockerDirectory, 'two.env'), 'utf8'))
    for (const asked of [compose.services.web?.environment.STATUS_URLS, two.STATUS_URLS]) {
      expect(asked).toContain(`${service}=http://${service}:`)
    }
  })

  it('puts an edge before web that ends within the time it is given', async () => {
    const path = join(dockerDirectory, 'Caddyfile')
    const text = await readFile(path, 'utf8')
    const { PORT } = parseEnv(await readFile(join(repository, 'apps/web/.env.prod'), 'utf8'))
    const [upstream] = [...text.matchAll(/reverse_proxy ([^ ]+) \{/g)].map(([, name]) => name)
    expect(upstream).toBe(`web:${PORT}`)
    const [, graceSec] = /grace_period (\d+)s/.exec(text) ?? []
    // An engine kills after 10 s what is not told otherwise.
    expect(Number(graceSec)).toBeLessThan(10)
    expect(compose.services.caddy?.networks.some((one) => compose.services.web?.networks.includes(one))).toBe(true)
    // Caddy and web: a client's address is what the first of them has seen.
    expect(compose.services['command-api']?.environment.PROXIES).toBe('2')
  })

  it('is what compose makes sense of, where there is one', () => {
    const options = { cwd: repository, stdio: 'pipe', timeout: 30_000 } as const
    const hasCompose = (() => {
      try {
        execFileSync('docker', ['compose', 'version'], options)
        return true
      } catch {
        return false
      }
    })()
    // Elsewhere the tests above are all that is known of it.
    if (!hasCompose) return
    const args = ['--project-directory', directory, '--file', 'docker/compose.yaml', 'config', '--quiet']
    for (const file of ['two.env', 'telemetry.env']) {
      execFileSync('docker', ['compose', '--env-file', join('docker', file), ...args], options)
    }
    execFileSync('docker', ['compose', ...args], options)
  })
})
