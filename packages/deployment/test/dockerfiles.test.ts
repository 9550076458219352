import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { validate } from 'dockerfile-utils'
import { z } from 'zod'
import { dockerfileOf, repository, services } from '../src/places.ts'
import { contextFiles } from '../src/replay/context.ts'
import { readDockerfile } from '../src/replay/readDockerfile.ts'

const manifest = z.object({ packageManager: z.string(), devDependencies: z.record(z.string(), z.string()) })
const startable = z.object({ scripts: z.object({ start: z.string() }) })

describe.each(services)('the Dockerfile of %s', (service) => {
  const text = (): Promise<string> => readFile(dockerfileOf(service), 'utf8')

  it('has nothing that a linter complains of', async () => {
    expect(validate(await text())).toEqual([])
  })

  it('builds with the versions that everybody else has', async () => {
    const { packageManager, devDependencies } = manifest.parse(
      JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')),
    )
    const stages = readDockerfile(await text())
    const commands = stages.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'run' ? [step.command] : [])))
    expect(commands.join('\n')).toContain(` ${packageManager}`)
    expect(commands.join('\n')).toContain(` turbo@${devDependencies.turbo} `)
    const bases = new Set(stages.map(({ base }) => base).filter((base) => base.includes(':')))
    expect([...bases]).toEqual([`node:${devDependencies.node}-bookworm-slim`])
    expect(commands.filter((command) => command.startsWith('pnpm install')).every(isFrozen)).toBe(true)
  })

  it('runs what the start script of the service runs', async () => {
    const { scripts } = startable.parse(
      JSON.parse(await readFile(join(repository, 'apps', service, 'package.json'), 'utf8')),
    )
    expect(
      readDockerfile(await text())
        .at(-1)
        ?.runtime.command.join(' '),
    ).toBe(scripts.start)
  })
})

const isFrozen = (command: string): boolean => command.includes(' --frozen-lockfile ')

describe('what a build is sent', () => {
  it('is the sources, and neither tests nor what was made from them', async () => {
    const files = await contextFiles(repository)
    expect(files).toEqual(expect.arrayContaining(['pnpm-lock.yaml', 'docker/health.ts', 'apps/web/src/main.ts']))
    const strange =
      /(^|\/)(node_modules|test|dist|generated|\.git|docker\/secrets)\/|\.test\.ts$|^(?!apps|packages|patches|docker\/health|[^/]+$)/
    expect(files.filter((file) => strange.test(file))).toEqual([])
  })
})

describe('the reader of Dockerfiles', () => {
  it('gives stages with their steps, and what the image is run with', () => {
    const text = `FROM a:1 AS b
WORKDIR /x
ENV A=1 B=two
RUN one \\
  && two
FROM c
COPY --from=b /x/y ./
USER 1:1
HEALTHCHECK --interval=1s CMD ["node", "h.ts"]
CMD ["node"]`
    expect(readDockerfile(text)).toEqual([
      {
        name: 'b',
        base: 'a:1',
        steps: [
          { kind: 'workdir', path: '/x' },
          { kind: 'env', variables: { A: '1', B: 'two' } },
          { kind: 'run', command: 'one \\\n  && two' },
        ],
        runtime: { user: undefined, health: [], command: [] },
      },
      {
        name: undefined,
        base: 'c',
        steps: [{ kind: 'copy', from: 'b', sources: ['/x/y'], destination: './' }],
        runtime: { user: '1:1', health: ['node', 'h.ts'], command: ['node'] },
      },
    ])
  })

  it.each([
    'ADD x y',
    'SHELL ["bash"]',
    'COPY --chown=1 x y',
    'COPY a b c',
    'RUN --mount=type=cache x',
    'RUN rm -rf /tmp/x',
    'RUN cat ../x',
    'CMD node main.ts',
    'ENV A="b c"',
    'ARG X',
  ])('refuses what a replay would not do as an engine does: %s', (line) => {
    expect(() => readDockerfile(`FROM a\n${line}`)).toThrow('line 2')
  })

  it('refuses a base that only an engine knows', () => {
    expect(() => readDockerfile('FROM $base')).toThrow('line 1')
    expect(() => readDockerfile('FROM --platform=x a')).toThrow('line 1')
  })
})
