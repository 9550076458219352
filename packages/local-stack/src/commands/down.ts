import { askSupervisor } from '../client/ask.ts'
import { readSettings } from '../settings/settings.ts'

/** Ends what `up` began: stops the servers now, or leaves that to their last user. */
export async function down(): Promise<number> {
  const answer = await askSupervisor(readSettings(), 'down')
  if (answer?.reply.type !== 'down') {
    console.log('The stack is not running.')
    return 0
  }
  const { holders } = answer.reply
  if (holders.length > 0) {
    answer.hangUp()
    console.log('The stack is in use and stops when the last of these ends:')
    for (const { pid, command } of holders) console.log(`  ${pid}  ${command}`)
    return 0
  }
  await answer.closed
  console.log('The stack is stopped.')
  return 0
}
