import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { askSupervisor } from '../client/ask.ts'
import { removeContainers } from '../servers/docker.ts'
import { openDirectory } from '../settings/places.ts'
import { readSettings } from '../settings/settings.ts'
import { lockPath, portsPath } from '../supervisor/paths.ts'
import { tryLock } from '../system/lock.ts'
import { until } from '../system/until.ts'
import { down } from './down.ts'

const stoppedLimitMs = 30_000

/** Deletes all data, unless somebody uses them; what was downloaded stays. */
export async function reset(): Promise<number> {
  const settings = readSettings()
  const state = await askSupervisor(settings, 'status')
  state?.hangUp()
  if (state?.reply.type === 'status' && state.reply.holders.length > 0) {
    const holders = state.reply.holders.map(({ pid, command }) => `  ${pid}  ${command}`)
    throw new Error(`The stack is in use; nothing was deleted. Its users:\n${holders.join('\n')}`)
  }
  if (state) await down()
  // Under the lock no supervisor can start on half a folder.
  const lock = await until(
    async () => {
      const free = tryLock(lockPath(settings))
      if (!free) throw new Error('it has not ended')
      return free
    },
    { what: 'The stack could not be stopped', limitMs: stoppedLimitMs },
  )
  try {
    for (const directory of [join(settings.home, 'data'), join(openDirectory(settings), 'data')]) {
      rmSync(directory, { recursive: true, force: true })
    }
    await removeContainers(settings)
    rmSync(portsPath(settings), { force: true })
  } finally {
    lock.release()
  }
  console.log('All data of the stack are deleted.')
  return 0
}
