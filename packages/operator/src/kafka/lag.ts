import { givenTo, noneOf, runCommand } from '../command.ts'
import { table } from '../table.ts'
import { onKafka } from './onKafka.ts'
import { allTopics } from './topics.ts'
import { unusedGroups } from './unused.ts'

// `pnpm gavel lag`: see ../usage.ts.
await runCommand(async () => {
  const { values, positionals } = givenTo('lag', { all: { type: 'boolean' }, json: { type: 'boolean' } })
  noneOf(positionals)
  const groups = await onKafka((messaging) => messaging.groups(allTopics))
  const unused = unusedGroups(groups)
  const entries = groups.flatMap(({ topics, ...group }) => {
    return topics.map((topic) => ({ ...group, ...topic, isUnused: unused.has(group.group) }))
  })
  const isLate = ({ behind, isUnused }: (typeof entries)[number]) => !isUnused && (behind ?? 0) > 0
  const shown = entries.filter((entry) => values.all || isLate(entry))
  if (values.json) {
    console.log(JSON.stringify(shown, null, 2))
    return 0
  }
  const rows = shown.map(({ group, state, members, topic, behind, isUnused }) => {
    return [
      group,
      topic,
      behind === null ? 'follows live' : String(behind),
      String(members),
      isUnused ? `${state}, of another epoch` : state,
    ]
  })
  if (rows.length > 0) console.log(table(['group', 'topic', 'behind', 'members', 'state'], rows))
  const late = entries.filter(isLate).length
  console.log(
    late === 0
      ? `${groups.length} groups, none is behind.`
      : `${late} of the topics of ${groups.length} groups are behind.`,
  )
  return 0
})
