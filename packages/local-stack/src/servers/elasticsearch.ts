import { chownSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cached } from '../install/cached.ts'
import { findJava } from '../install/java.ts'
import { hasMaven, mavenFetch, pomVersion } from '../install/maven.ts'
import { openDirectory, reachablePlace } from '../settings/places.ts'
import { canReach, unprivilegedAccount } from '../system/account.ts'
import { writeWhole } from '../system/writeWhole.ts'
import { log4j2Properties } from './log4j2.ts'
import type { Recipe } from './recipe.ts'

const version = () => pomVersion('elasticsearch')
const cacheName = () => `elasticsearch-${version()}`

/** The distribution Elastic publishes for integration tests: the real server with the standard analysers. */
export const elasticsearch: Recipe = {
  async missing(settings) {
    if (!(await findJava())) return 'Java 17 or newer and Maven'
    const caches = [settings.cacheDirectory, join(openDirectory(settings), 'cache')]
    const isCached = caches.some((cache) => existsSync(join(cache, cacheName())))
    return isCached || (await hasMaven()) ? undefined : 'Maven (Java is there)'
  },

  async prepare({ settings, claimPort, say, signal }) {
    const java = await findJava()
    if (!java) throw new Error('no Java 17')
    const account = unprivilegedAccount()
    if (account && !canReach(account, java.command)) {
      throw new Error(
        `Elasticsearch must not run as root, and ${java.home} is closed to ${account.name}: install Java for all.`,
      )
    }
    const place = reachablePlace(settings, 'elasticsearch', account, say)
    const unpacked = await cached(place.cacheDirectory, cacheName(), {
      signal,
      proof: /^elasticsearch-/,
      fill: (directory) =>
        mavenFetch('elasticsearch', 'unpack-dependencies', { properties: {}, directory, say, signal }),
    })

    const configuration = join(place.dataDirectory, 'config')
    const temporary = join(place.dataDirectory, 'tmp')
    // It never tidies up there.
    rmSync(temporary, { recursive: true, force: true })
    // It makes its keystore in the configuration folder, and data and logs itself.
    for (const directory of [configuration, temporary]) {
      mkdirSync(directory, { recursive: true })
      if (account) chownSync(directory, account.uid, account.gid)
    }
    const port = await claimPort('elasticsearch', settings.ports.elasticsearch)
    const clusterName = `gavel-${settings.id}`
    writeWhole(
      join(configuration, 'elasticsearch.yml'),
      yaml({ port, clusterName, dataDirectory: place.dataDirectory }),
    )
    writeWhole(join(configuration, 'jvm.options'), jvmOptions)
    writeWhole(join(configuration, 'log4j2.properties'), log4j2Properties)
    return {
      command: join(unpacked, `elasticsearch-${version()}`, 'bin', 'elasticsearch'),
      args: [],
      environment: {
        ES_PATH_CONF: configuration,
        ES_JAVA_HOME: java.home,
        ES_JAVA_OPTS: '',
        ES_TMPDIR: temporary,
        // Its launcher would leave a folder in the system's own temporary one at each start.
        CLI_JAVA_OPTS: `-Djava.io.tmpdir=${temporary}`,
      },
      account,
      cwd: place.dataDirectory,
      address: `http://127.0.0.1:${port}`,
      identity: () => clusterName,
      stopSignal: 'SIGTERM',
      stopLimitMs: 20_000,
      readyLimitMs: 120_000,
    }
  },
}

const jvmOptions = `-Djava.io.tmpdir=\${ES_TMPDIR}
-Xms256m
-Xmx256m
-XX:+UseSerialGC
-XX:TieredStopAtLevel=1
-XX:+ExitOnOutOfMemoryError
`

/** The disk threshold would turn every index read-only on a laptop whose disk is nine tenths full. */
function yaml(options: { port: number; clusterName: string; dataDirectory: string }): string {
  const { port, clusterName, dataDirectory } = options
  return `cluster.name: ${clusterName}
node.name: local
discovery.type: single-node
network.host: 127.0.0.1
http.port: ${port}
transport.port: 19300-19400
path.data: ${JSON.stringify(join(dataDirectory, 'data'))}
path.logs: ${JSON.stringify(join(dataDirectory, 'logs'))}
xpack.security.enabled: false
xpack.ml.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
`
}
