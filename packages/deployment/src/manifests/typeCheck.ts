import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repository } from '../places.ts'
import type { Manifest } from './manifest.ts'

/** Where the npm packages have the schema of a kind; those of operators that have none there are named by the test. */
export function moduleOf({ apiVersion, kind }: Manifest): string | undefined {
  const [group = ''] = apiVersion.split('/')
  if (!group.includes('.') || group.endsWith('k8s.io')) {
    const ofGateway = group === 'gateway.networking.k8s.io'
    return `${ofGateway ? '@kubernetes-models/gateway-api' : 'kubernetes-models'}/${apiVersion}/${kind}`
  }
  const packages: Record<string, string> = {
    'keda.sh': 'keda',
    'monitoring.coreos.com': 'prometheus-operator',
    'postgresql.cnpg.io': 'cloudnative-pg',
    'kafka.strimzi.io': 'strimzi-kafka-operator',
  }
  const name = packages[group]
  return name === undefined ? undefined : `@kubernetes-models/${name}/${apiVersion}/${kind}`
}

/**
 * Lets the compiler read manifests as literals of their kinds' types: unlike the schemas, it knows of no field that is
 * not there, so a word mistyped or one level too deep is found. Gives its complaints.
 */
export async function typeFaults(manifests: readonly Manifest[]): Promise<string> {
  const lines = manifests.flatMap((manifest, index) => {
    const module = moduleOf(manifest)
    if (module === undefined) return []
    const type = `I${manifest.kind}`
    // The types ask for numbers and texts alike where a schema has either: told as they are written.
    return [
      `import type { ${type} as T${index} } from '${module}'`,
      `export const ${manifest.kind}_${index}: T${index} = ${JSON.stringify(manifest, undefined, 1)}`,
    ]
  })
  // In this package, whose dependencies they are.
  const directory = await mkdtemp(join(import.meta.dirname, '../../.manifests-'))
  try {
    const file = join(directory, 'manifests.ts')
    await writeFile(file, lines.join('\n'))
    const flags = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--types',
      'node',
      '--ignoreConfig',
    ]
    return await run(join(repository, 'node_modules/.bin/tsc'), [...flags, file])
  } finally {
    await rm(directory, { recursive: true })
  }
}

const run = (program: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: 120_000, maxBuffer: 4e6 }, (error, stdout) =>
      resolve(error ? `${error.code} ${stdout}` : ''),
    )
  })
