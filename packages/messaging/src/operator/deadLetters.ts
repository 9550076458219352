import { createHash } from 'node:crypto'
import type { IHeaders, KafkaMessage } from 'kafkajs'
import type { Context } from '../context.ts'
import { toHeaders } from '../headers.ts'
import type { Sender } from '../sender.ts'
import { readTopic } from './readTopic.ts'

/** A message that a consumer has put aside. Topic and group are without the prefix. */
export type DeadLetter = {
  /** Where it came from, and is put back. */
  topic: string
  /** In the dead-letter topic: by it a letter is named. */
  offset: number
  reason: string
  error: string
  group: string
  partition: number
  originalOffset: string
  putAsideAt: string
  /** When it was last put back; null: never. */
  replayedAt: string | null
  key: string | null
  /** The same for equal messages of a partition, whoever has put them aside, and however often. */
  message: string
  /** Those it came with. */
  headers: Readonly<Record<string, string>>
}

export type DeadLetters = {
  /** The newest of a topic, the oldest first. Its retention (30 days) bounds how many there are. */
  list(topic: string, newest: number): Promise<readonly DeadLetter[]>
  /** One of them, with its value; undefined when there is none. */
  find(topic: string, offset: number): Promise<(DeadLetter & { value: Buffer | null }) | undefined>
  /**
   * Puts letters back onto the end of the partition they came from, as they came, and notes that in the dead-letter
   * topic. Letters of equal messages are one message: several groups may have put it aside, or one several times. Consumers that have handled them drop them by their version. All are in memory at once: name hundreds, not
   * all. Answers those there were; a failure in between may leave some that are put back and not noted: doing so again
   * does no harm.
   */
  replay(topic: string, offsets: ReadonlySet<number>): Promise<readonly DeadLetter[]>
}

const replayOfHeader = 'dlq_replay_of'
/** Letters are sent in batches that a broker takes at once (1 MiB). */
const batchBytesMax = 512 * 1_024

type Found = { letter: DeadLetter; picked: KafkaMessage }
/** Letters of equal messages. */
type Same = readonly [Found, ...Found[]]

export function createDeadLetters(context: Context, sender: () => Promise<Sender>): DeadLetters {
  const { names } = context
  const fullName = (topic: string) => names.deadLetterTopic(names.full(topic))

  function read(message: KafkaMessage, topic: string): DeadLetter {
    const headers = toHeaders(message.headers)
    const known = (name: string) => headers[`dlq_${name}`] ?? ''
    return {
      topic,
      offset: Number(message.offset),
      reason: known('reason'),
      error: known('error'),
      group: names.short(known('group')),
      partition: Number(known('partition')),
      originalOffset: known('offset'),
      putAsideAt: known('at'),
      replayedAt: null,
      key: message.key?.toString() ?? null,
      message: messageName(message, topic),
      headers: toHeaders(withoutOurs(message.headers)),
    }
  }

  /** With each letter what `pick` wants of it; letters of which it wants nothing are passed over. */
  async function letters<T>(topic: string, newest: number, pick: (message: KafkaMessage) => T | undefined) {
    const found: { letter: DeadLetter; picked: T }[] = []
    const replays = new Map<number, string>()
    await readTopic(context, { topic: fullName(topic), newest }, (message) => {
      const { [replayOfHeader]: replayOf, dlq_at: at = '' } = toHeaders(message.headers)
      if (replayOf !== undefined) replays.set(Number(replayOf), at)
      const picked = replayOf === undefined ? pick(message) : undefined
      if (picked !== undefined) found.push({ letter: read(message, topic), picked })
    })
    return found.map(({ letter, picked }) => ({
      letter: { ...letter, replayedAt: replays.get(letter.offset) ?? null },
      picked,
    }))
  }

  async function putBack(batch: readonly Same[]): Promise<void> {
    const sending = await sender()
    await sending.send(
      batch.map(([{ letter, picked }]) => ({
        topic: names.full(letter.topic),
        partition: letter.partition,
        message: { key: picked.key, value: picked.value, headers: withoutOurs(picked.headers) },
      })),
    )
    const at = new Date().toISOString()
    await sending.send(
      batch.flat().map(({ letter, picked: { key } }) => ({
        topic: fullName(letter.topic),
        partition: 0,
        message: { key, value: null, headers: { [replayOfHeader]: String(letter.offset), dlq_at: at } },
      })),
    )
  }

  return {
    async list(topic, newest) {
      const values = await letters(topic, newest, () => true)
      return values.map(({ letter }) => letter)
    },
    async find(topic, offset) {
      const wanted = (message: KafkaMessage) => (message.offset === String(offset) ? message : undefined)
      const [found] = await letters(topic, Number.MAX_SAFE_INTEGER, wanted)
      return found === undefined ? undefined : { ...found.letter, value: found.picked.value }
    },
    async replay(topic, offsets) {
      const wanted = (message: KafkaMessage) => (offsets.has(Number(message.offset)) ? message : undefined)
      const found = await letters(topic, Number.MAX_SAFE_INTEGER, wanted)
      for (const batch of batches(bySameMessage(found))) await putBack(batch)
      return found.map(({ letter }) => letter)
    },
  }
}

/** What putting it aside has added is taken away. */
function withoutOurs(headers: IHeaders | undefined): IHeaders {
  return Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => !name.startsWith('dlq_')))
}

function messageName({ key, value, headers }: KafkaMessage, topic: string): string {
  const told = Object.entries(toHeaders(withoutOurs(headers))).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const { dlq_partition: partition } = toHeaders(headers)
  const hash = createHash('sha256').update(JSON.stringify([topic, partition, key?.toString('base64'), told]))
  return hash
    .update(value ?? '')
    .digest('hex')
    .slice(0, 16)
}

function bySameMessage(found: readonly Found[]): readonly Same[] {
  const groups = new Map<string, [Found, ...Found[]]>()
  for (const one of found) {
    const group = groups.get(one.letter.message)
    if (group === undefined) groups.set(one.letter.message, [one])
    else group.push(one)
  }
  return [...groups.values()]
}

function batches(raw: readonly Same[]): Same[][] {
  const all: Same[][] = []
  let bytes = batchBytesMax
  for (const one of raw) {
    const [{ picked }] = one
    const size = (picked.value?.length ?? 0) + 1_000 * one.length
    if (bytes + size > batchBytesMax) {
      all.push([])
      bytes = 0
    }
    all.at(-1)?.push(one)
    bytes += size
  }
  return all
}
