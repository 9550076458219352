import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach } from '@jest/globals'
import { askSupervisor } from '../src/client/ask.ts'
import { type LeaseOptions, leaseServers, type ServerLease } from '../src/client/lease.ts'
import { openDirectory } from '../src/settings/places.ts'
import { type ServerName, usualPorts } from '../src/settings/servers.ts'
import { readSettings, type Settings, settingsEnvironment } from '../src/settings/settings.ts'
import { lockPath } from '../src/supervisor/paths.ts'
import { tryLock } from '../src/system/lock.ts'
import { freePort } from '../src/system/ports.ts'
import { processIdentity, sendSignal } from '../src/system/processes.ts'
import { until } from '../src/system/until.ts'

export type Holder = { pid: number; addresses: string; kill(signal: NodeJS.Signals): void; ended: Promise<void> }
export type OwnStack = {
  settings: Settings
  lease(servers: readonly ServerName[], options?: LeaseOptions): Promise<ServerLease>
  /** Another process that leases and holds. */
  hold(servers: readonly ServerName[]): Promise<Holder>
  /** Pids of the supervisor, the reaper, and all processes of the servers. */
  processes(): Promise<number[]>
  supervisorPid(): Promise<number>
  reaperPid(): Promise<number>
  allGone(pids: readonly number[]): Promise<void>
}

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A second stack with its own home and ports, beside the one the tests share. It is gone after the test. */
export async function ownStack(ports: Partial<Settings['ports']> = {}): Promise<OwnStack> {
  const home = mkdtempSync(join(tmpdir(), 'gavel-test-'))
  chmodSync(home, 0o755)
  const free: Settings['ports'] = { ...usualPorts }
  for (const name of ['postgres', 'kafka', 'redis', 'elasticsearch'] as const) free[name] = await freePort([])
  const base = { ...readSettings({ ...process.env, GAVEL_HOME: home }), ports: { ...free, ...ports } }
  const leases: ServerLease[] = []

  const status = async () => {
    const answer = await askSupervisor(base, 'status')
    answer?.hangUp()
    if (answer?.reply.type !== 'status') throw new Error('no supervisor')
    return answer.reply
  }
  const stack: OwnStack = {
    settings: base,
    async lease(servers, options) {
      const lease = await leaseServers(base, servers, options)
      leases.push(lease)
      return lease
    },
    hold: (servers) => hold(base, servers),
    supervisorPid: async () => (await status()).pid,
    async reaperPid() {
      const { pid, servers } = await status()
      const known = servers.map((server) => server.pid)
      const reaper = processTable().find((entry) => entry.parent === pid && !known.includes(entry.pid))
      if (!reaper) throw new Error('no reaper')
      return reaper.pid
    },
    async processes() {
      const { pid, servers } = await status()
      const roots = new Set([pid, ...servers.map((server) => server.pid)])
      const all = processTable()
      for (const entry of all) if (roots.has(entry.parent)) roots.add(entry.pid)
      return [...roots]
    },
    allGone: (pids) =>
      until(
        async () => {
          const left = pids.filter((pid) => processIdentity(pid) !== undefined)
          if (left.length > 0) throw new Error(`still there: ${left.join(', ')}`)
        },
        { what: 'Processes did not end', limitMs: 25_000 },
      ),
  }
  cleanups.push(async () => {
    for (const lease of leases) await lease.release()
    // The supervisor has ended, by itself, when its lock can be had.
    await until(
      async () => {
        const lock = tryLock(lockPath(base))
        if (!lock) throw new Error('its supervisor has not ended')
        lock.release()
      },
      { what: 'The stack did not stop', limitMs: 25_000 },
    )
    rmSync(home, { recursive: true, force: true })
    rmSync(openDirectory(base), { recursive: true, force: true })
  })
  return stack
}

async function hold(settings: Settings, servers: readonly ServerName[]): Promise<Holder> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'holder.ts'), ...servers], {
    env: { ...process.env, ...settingsEnvironment(settings), NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const { pid } = child
  if (pid === undefined) throw new Error('no holder')
  const kill = (signal: NodeJS.Signals) => void sendSignal(pid, signal)
  cleanups.push(async () => {
    if (child.exitCode === null && child.signalCode === null) kill('SIGKILL')
    await ended
  })
  for await (const line of createInterface({ input: child.stdout })) return { pid, addresses: line, kill, ended }
  throw new Error('the holder ended before it had the lease')
}

function processTable(): { pid: number; parent: number }[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  return lines.flatMap((line) => {
    const [pid, parent] = line.trim().split(/\s+/).map(Number)
    return pid !== undefined && parent !== undefined ? [{ pid, parent }] : []
  })
}
