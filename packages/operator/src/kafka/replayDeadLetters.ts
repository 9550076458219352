import type { DeadLetter, DeadLetters } from '@gavel/messaging'
import { givenTo, runCommand } from '../command.ts'
import { printable } from '../table.ts'
import { UsageError } from '../told.ts'
import { onKafka } from './onKafka.ts'
import { letterNamed, topicNamed } from './topics.ts'

/** So many letters are in memory at a time. */
const atOnce = 200

/** It waits for the missing one in front of it, and what is put back comes behind. */
const ofEvents = 'Where projector waits for one of these already (its log says so), pnpm gavel rebuild projector.'

// `pnpm gavel dead-letters replay`: see ../usage.ts.
await runCommand(async () => {
  const { values, positionals } = givenTo('dead-letters replay', {
    topic: { type: 'string' },
    all: { type: 'boolean' },
  })
  const isAll = values.all === true && values.topic !== undefined
  if (isAll === positionals.length > 0 || (!isAll && (values.all || values.topic !== undefined))) {
    throw new UsageError('replay takes letters, as <topic>@<offset>, or --topic <topic> --all')
  }
  return onKafka(async ({ deadLetters }) => {
    const wanted = isAll ? await notReplayed(deadLetters, values.topic ?? '') : named(positionals)
    let missing = 0
    let replayed = 0
    for (const [topic, offsets] of wanted) {
      for (const chunk of offsets) {
        const some = new Set(chunk)
        const letters = await deadLetters.replay(topic, some)
        for (const letter of letters) console.log(printable(describe(letter)))
        for (const { offset } of letters) some.delete(offset)
        for (const offset of some) console.error(`There is no dead letter ${topic}@${offset}`)
        replayed += new Set(letters.map(({ message }) => message)).size
        missing += some.size
      }
    }
    console.log(`${replayed} ${replayed === 1 ? 'message' : 'messages'} put back.`)
    if (replayed > 0 && [...wanted.keys()].some((topic) => topic.endsWith('.events'))) console.log(ofEvents)
    return missing === 0 ? 0 : 1
  })
})

type Wanted = ReadonlyMap<string, readonly (readonly number[])[]>

/** By chunks in which the letters of equal messages are together: each message is put back once. */
async function notReplayed(deadLetters: DeadLetters, name: string): Promise<Wanted> {
  const topic = topicNamed(name)
  const letters = (await deadLetters.list(topic, Number.MAX_SAFE_INTEGER)).filter(
    ({ replayedAt }) => replayedAt === null,
  )
  const chunks: number[][] = []
  let size = atOnce
  for (const same of Map.groupBy(letters, ({ message }) => message).values()) {
    if (size + same.length > atOnce) {
      chunks.push([])
      size = 0
    }
    chunks.at(-1)?.push(...same.map(({ offset }) => offset))
    size += same.length
  }
  return new Map([[topic, chunks]])
}

function named(names: readonly string[]): Wanted {
  const wanted = new Map<string, number[]>()
  for (const { topic, offset } of names.map(letterNamed)) wanted.set(topic, [...(wanted.get(topic) ?? []), offset])
  return new Map([...wanted].map(([topic, offsets]) => [topic, [offsets]]))
}

function describe({ topic, offset, partition, headers, key }: DeadLetter): string {
  const message = `${headers.ce_type ?? 'a message'} ${headers.ce_subjectversion ?? ''}`.trim()
  return `${topic}@${offset}: ${message} of ${headers.ce_subject ?? key ?? 'nobody'} is put back onto partition ${partition} of ${topic}`
}
