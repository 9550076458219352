import { givenTo, onlyOne, runCommand } from '../command.ts'
import { printable, table } from '../table.ts'
import { UsageError } from '../told.ts'
import { onKafka } from './onKafka.ts'
import { letterNamed } from './topics.ts'

// `pnpm gavel dead-letters show <topic>@<offset>`: see ../usage.ts.
await runCommand(async () => {
  const { values, positionals } = givenTo('dead-letters show', { json: { type: 'boolean' } })
  const name = onlyOne(positionals, 'the letter, as <topic>@<offset>,')
  const { topic, offset } = letterNamed(name)
  const letter = await onKafka(({ deadLetters }) => deadLetters.find(topic, offset))
  if (letter === undefined) throw new UsageError(`There is no dead letter ${name}`)
  const { value: bytes, headers, ...facts } = letter
  const value = bytes?.toString('utf8') ?? null
  if (values.json) {
    console.log(JSON.stringify({ ...facts, headers, value }, null, 2))
    return 0
  }
  const rows = Object.entries({ ...facts, ...headers }).map(([what, is]) => [what, String(is ?? 'no')])
  console.log(`${table(['what', 'is'], rows)}\n\n${printable(value ?? 'It has no value.')}`)
  return 0
})
