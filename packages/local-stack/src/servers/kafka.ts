import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cached } from '../install/cached.ts'
import { findJava } from '../install/java.ts'
import { hasMaven, mavenFetch, pomVersion } from '../install/maven.ts'
import { ownPlace } from '../settings/places.ts'
import { run } from '../system/run.ts'
import { writeWhole } from '../system/writeWhole.ts'
import { kafkaProperties } from './kafkaProperties.ts'
import { log4j2Properties, propertyLines } from './log4j2.ts'
import type { Recipe } from './recipe.ts'

const cacheName = () => `kafka-${pomVersion('kafka')}`

/** The Apache broker, controller and broker in one process. */
export const kafka: Recipe = {
  async missing(settings) {
    if (!(await findJava())) return 'Java 17 or newer and Maven'
    const isCached = existsSync(join(settings.cacheDirectory, cacheName()))
    return isCached || (await hasMaven()) ? undefined : 'Maven (Java is there)'
  },

  async prepare({ settings, claimPort, say, signal }) {
    const java = await findJava()
    if (!java) throw new Error('no Java 17')
    const { cacheDirectory, dataDirectory } = ownPlace(settings, 'kafka')
    const library = await cached(cacheDirectory, cacheName(), {
      signal,
      proof: /^kafka_.*\.jar$/,
      fill: (directory) =>
        mavenFetch('kafka', 'copy-dependencies', { properties: { includeScope: 'runtime' }, directory, say, signal }),
    })

    const logDirectory = join(dataDirectory, 'log')
    const propertiesPath = join(dataDirectory, 'server.properties')
    const log4jPath = join(dataDirectory, 'log4j2.properties')
    mkdirSync(logDirectory, { recursive: true })
    const configure = (port: number, controllerPort: number) =>
      writeWhole(propertiesPath, propertyLines(kafkaProperties({ port, controllerPort, logDirectory })))
    writeWhole(log4jPath, log4j2Properties)

    const arguments_ = (main: string) => [
      ...javaFlags,
      `-Dlog4j2.configurationFile=${log4jPath}`,
      '-cp',
      `${library}/*`,
      main,
    ]
    if (!existsSync(join(logDirectory, 'meta.properties'))) {
      say('formatting its data folder')
      configure(settings.ports.kafka, settings.ports.kafka + 1)
      const format = ['format', '--ignore-formatted', '--cluster-id', newClusterId(), '--config', propertiesPath]
      await run(java.command, [...arguments_('kafka.tools.StorageTool'), ...format], { limitMs: 60_000, signal })
    }
    const id = clusterId(logDirectory)
    // Formatting takes seconds, in which a port claimed before may be lost: it is chosen last.
    const port = await claimPort('kafka', settings.ports.kafka)
    configure(port, await claimPort('kafka-controller', settings.ports.kafka + 1))
    return {
      command: java.command,
      args: [...arguments_('kafka.Kafka'), propertiesPath],
      cwd: dataDirectory,
      address: `127.0.0.1:${port}`,
      identity: () => id,
      stopSignal: 'SIGTERM',
      stopLimitMs: 20_000,
      readyLimitMs: 90_000,
    }
  },
}

/** Quick to start and small, which is what counts on a developer's machine. */
const javaFlags = ['-Xms64m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']

/** Kafka takes 16 bytes as base64url; a leading dash would be read as an option. */
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url')
  return id.startsWith('-') ? newClusterId() : id
}

function clusterId(logDirectory: string): string {
  const path = join(logDirectory, 'meta.properties')
  const id = /^cluster\.id=(.+)$/m.exec(readFileSync(path, 'utf8'))?.[1]
  if (!id) throw new Error(`${path} states no cluster.id`)
  return id
}
