import { givenTo, noneOf, runCommand } from '../command.ts'
import { table } from '../table.ts'
import { onKafka } from './onKafka.ts'
import { allTopics } from './topics.ts'

// `pnpm gavel lag`: see ../usage.ts.
await runCommand(async () => {
  const { values, positionals } = givenTo('lag', { all: { type: 'boolean' }, json: { type: 'boolean' } })
  noneOf(positionals)
  const groups = await onKafka((messaging) => messaging.groups(allTopics))
  const entries = groups.flatMap(({ topics, ...group }) => topics.map((topic) => ({ ...group, ...topic })))
  const shown = entries.filter(({ behind }) => values.all || (behind ?? 0) > 0)
  if (values.json) {
    console.log(JSON.stringify(shown, null, 2))
    return 0
  }
  const rows = shown.map(({ group, state, members, topic, behind }) => {
    return [group, topic, behind === null ? 'follows live' : String(behind), String(members), state]
  })
  if (rows.length > 0) console.log(table(['group', 'topic', 'behind', 'members', 'state'], rows))
  const late = entries.filter(({ behind }) => (behind ?? 0) > 0).length
  console.log(
    `${groups.length} groups${late === 0 ? ', none is behind.' : `; ${late} times one is behind on a topic.`}`,
  )
  return 0
})
