import type { DeadLetter } from '@gavel/messaging'
import { countIn, givenTo, noneOf, runCommand } from '../command.ts'
import { clipped, table } from '../table.ts'
import { onKafka } from './onKafka.ts'
import { allTopics, topicNamed } from './topics.ts'

const limitDefault = '50'
const errorLengthMax = 80

// `pnpm gavel dead-letters list`: see ../usage.ts.
await runCommand(async () => {
  const text = { type: 'string' } as const
  const { values, positionals } = givenTo('dead-letters list', { topic: text, limit: text, json: { type: 'boolean' } })
  noneOf(positionals)
  const topics = values.topic === undefined ? allTopics : [topicNamed(values.topic)]
  const limit = countIn(values.limit ?? limitDefault, '--limit')
  const letters = await onKafka(async ({ deadLetters }) => {
    const lists = await Promise.all(topics.map((topic) => deadLetters.list(topic, limit)))
    return lists.flat()
  })
  if (values.json) console.log(JSON.stringify(letters, null, 2))
  else if (letters.length === 0) console.log('There are no dead letters.')
  else {
    console.log(table(['letter', 'put aside', 'by', 'message', 'replayed', 'because'], letters.map(rowOf)))
    const messages = new Set(letters.map(({ message }) => message)).size
    console.log(`${letters.length} letters of ${messages} messages.`)
  }
  return 0
})

function rowOf({ topic, offset, putAsideAt, group, headers, replayedAt, reason, error }: DeadLetter): string[] {
  const message = `${headers.ce_type ?? 'unknown'} ${headers.ce_subjectversion ?? ''}`.trim()
  const because = clipped(`${reason}: ${error.replaceAll(/\s+/g, ' ')}`, errorLengthMax)
  return [`${topic}@${offset}`, putAsideAt, group, message, replayedAt ?? 'no', because]
}
