import { type Scope, startReaper } from '@gavel/local-stack'
import { environmentOf, type Place, urlOf } from './environment.ts'
import { createLogSink, type LogTarget } from './logs.ts'
import { choosePlaces, type PortChoice, unusualPorts } from './places.ts'
import { createServiceProcess, type ServiceProcess } from './serviceProcess.ts'
import { appDirectory, nodeOptionsOf, type ServiceName, yieldsToOthers } from './services.ts'

export type SystemOptions = {
  scope: Scope
  ports: PortChoice
  /** Of each service but web; 1. */
  instances?: number
  /** Which of the apps' .env files is read; `dev`. */
  environment?: 'dev' | 'test'
  logs: LogTarget
  /** Start a service that dies again, with growing delays. Not one that was killed through its ServiceProcess. */
  restart?: boolean
  /** Environment variables for a service, over everything else. */
  overrides?: Partial<Record<ServiceName, Record<string, string>>>
  /** What a person should know: a port that was taken, a service that died. Silent unless given. */
  onNotice?: (line: string) => void
  /** Gives up starting: what runs already is stopped. */
  signal?: AbortSignal
  /** The lease's: without their stack the services are killed at once, lest they write to the next one at its ports. */
  lost?: AbortSignal
}

export type System = {
  /** The one address for people. */
  webUrl: string
  commandApiUrls: readonly string[]
  queryApiUrls: readonly string[]
  services: readonly ServiceProcess[]
  /** SIGTERM to all, SIGKILL after 10 s; nothing is left. */
  stop(): Promise<void>
}

/** Migrations and topics included, on a machine with two busy cores. */
const readyLimitMs = 90_000
const stopLimitMs = 10_000

/**
 * Starts every service as a process of its own and waits until all are ready. They end with this process, even when it
 * is killed.
 * @throws Error with the end of its log when a service ends, or is not ready after 90 s; nothing is left running
 */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { logs, onNotice = () => {}, instances = 1 } = options
  const places = await choosePlaces(options.ports, instances)
  if (options.ports === 'usual') for (const line of unusualPorts(places)) onNotice(line)

  const reaper = startReaper()
  const sinks = places.map((place, index) => createLogSink(logs, place.label, index))
  const services = places.map((place, index) => {
    const log = sinks[index]
    if (log === undefined) throw new Error('one log for each place')
    return createServiceProcess({
      name: place.name,
      instance: place.instance,
      label: place.label,
      ...(place.port === undefined ? {} : { url: urlOf(place.port) }),
      adminUrl: urlOf(place.adminPort),
      program: programOf(options, place, places),
      log,
      reaper,
      restart: options.restart ?? false,
      readyLimitMs,
      stopLimitMs,
      onNotice,
      ...(options.signal ? { signal: options.signal } : {}),
    })
  })

  const killAll = () => void Promise.all(services.map((service) => service.kill('SIGKILL')))
  options.lost?.addEventListener('abort', killAll)
  const stop = async (): Promise<void> => {
    options.lost?.removeEventListener('abort', killAll)
    await Promise.all(services.map((service) => service.stop()))
    reaper.close()
    await Promise.all(sinks.map((sink) => sink.close()))
  }

  const starts = services.map((service) => service.start())
  if (options.lost?.aborted) killAll()
  try {
    await Promise.all(starts)
  } catch (error) {
    await stop()
    await Promise.allSettled(starts)
    throw error
  }

  const urlsOf = (name: ServiceName): readonly string[] =>
    services.flatMap((service) => (service.name === name && service.url !== undefined ? [service.url] : []))
  const [webUrl] = urlsOf('web')
  if (webUrl === undefined) throw new Error('web has a port')
  return { webUrl, commandApiUrls: urlsOf('command-api'), queryApiUrls: urlsOf('query-api'), services, stop }
}

function programOf(options: SystemOptions, place: Place, places: readonly Place[]) {
  const pretty = { LOG_PRETTY: String(options.logs.kind === 'inherit') }
  return {
    command: process.execPath,
    args: [...nodeOptionsOf(place.name), 'src/main.ts', '--env', options.environment ?? 'dev'],
    directory: appDirectory(place.name),
    yields: yieldsToOthers(place.name),
    environment: environmentOf(options.scope, place, places, { ...pretty, ...options.overrides?.[place.name] }),
  }
}
