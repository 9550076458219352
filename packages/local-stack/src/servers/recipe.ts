import type { Say } from '../settings/places.ts'
import type { Settings } from '../settings/settings.ts'
import type { Account } from '../system/account.ts'

/** How one server is started as a process of ours. */
export type Recipe = {
  /** What to install, when this machine cannot run it; undefined when it can. */
  missing(settings: Settings): Promise<string | undefined>
  /** Fetches the program and prepares its data, each once. */
  prepare(preparation: Preparation): Promise<Launch>
}

export type Preparation = {
  settings: Settings
  /** A free port, chosen now; the same as last time when that can be. */
  claimPort(use: string, usual: number): Promise<number>
  say: Say
  signal: AbortSignal
}

/** A process ready to be started. */
export type Launch = {
  command: string
  args: readonly string[]
  environment?: Record<string, string>
  account?: Account | undefined
  cwd: string
  address: string
  /** What its probe must answer: a stranger may have taken the port in between. */
  identity?: (pid: number) => string
  /** The signal it ends gracefully by. */
  stopSignal: 'SIGINT' | 'SIGTERM'
  stopLimitMs: number
  readyLimitMs: number
}
