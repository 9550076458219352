import type { Settings } from '../settings/settings.ts'
import { messageOf } from '../system/errors.ts'
import { processIdentity, sendSignal } from '../system/processes.ts'
import { until } from '../system/until.ts'
import { type RecordedProcess, readState } from './state.ts'

const gracefulMs = 15_000
const killedMs = 5_000

/**
 * Ends the servers of a supervisor that ended without doing so. A recorded pid that another process was given since is
 * left alone: its start time differs.
 */
export async function endOrphans(settings: Settings, log: (line: string) => void): Promise<void> {
  const recorded = Object.entries(readState(settings)?.servers ?? {})
  await Promise.all(recorded.map(([name, orphan]) => endOrphan(name, orphan, log)))
}

async function endOrphan(name: string, orphan: RecordedProcess, log: (line: string) => void): Promise<void> {
  const gone = async () => {
    if (processIdentity(orphan.pid) === orphan.identity) throw new Error(`pid ${orphan.pid} is still there`)
  }
  if (processIdentity(orphan.pid) !== orphan.identity) return
  log(`${name}: ending pid ${orphan.pid}, left by a supervisor that was killed`)
  sendSignal(orphan.pid, orphan.stopSignal)
  await until(gone, { what: `${name} did not end`, limitMs: gracefulMs }).catch((error) => {
    log(messageOf(error))
    sendSignal(-orphan.pid, 'SIGKILL')
    return until(gone, { what: `${name} did not end when killed`, limitMs: killedMs })
  })
}
