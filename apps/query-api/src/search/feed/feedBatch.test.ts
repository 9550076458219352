import { MessagesRefused } from '@gavel/messaging'
import { describe, expect, it } from '@jest/globals'
import { DocumentRefused, newestOf, type Versioned } from '../index/documents.ts'
import { feedBatch } from './feedBatch.ts'

/** An index that refuses these versions (`a2`), and what it was sent, a bulk an entry. */
function refusing(...refused: readonly string[]) {
  const bulks: string[][] = []
  const names = (documents: readonly Versioned[]) => documents.map(({ id, version }) => `${id}${version}`)
  const take = async (_alias: string, documents: readonly Versioned[]) => {
    const newest = newestOf(documents)
    bulks.push(names(newest))
    const bad = newest.filter((document) => refused.includes(names([document]).join()))
    const errors = bad.map((document) => ({ ...document, error: new DocumentRefused(names([document]).join()) }))
    return { sent: newest.length, indexed: newest.length - bad.length, refused: errors }
  }
  return { bulks, feed: (...batch: readonly (string | undefined)[]) => feedBatch({ take }, 'it', batch.map(read)) }
}

const read = (name: string | undefined): Versioned | undefined =>
  name === undefined ? undefined : { id: name.slice(0, 1), version: Number(name.slice(1)) }

async function refusedOf(feeding: Promise<void>): Promise<readonly string[]> {
  const error = await feeding.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof MessagesRefused)) throw new Error('nothing is refused')
  return error.refused.map(({ index, error: why }) => `${index} ${why}`)
}

describe('a batch of messages', () => {
  it('is written at once, of each the newest', async () => {
    const { bulks, feed } = refusing()
    await feed('a1', 'b1', undefined, 'a2', 'c3')
    expect(bulks).toEqual([['a2', 'b1', 'c3']])
  })

  it('is nothing to do when nothing in it is searched for', async () => {
    const { bulks, feed } = refusing()
    await feed(undefined, undefined)
    expect(bulks).toEqual([])
  })

  it('is written at once also when some of it are refused, which are named by their places', async () => {
    const { bulks, feed } = refusing('b1', 'd9')
    const refused = await refusedOf(feed('a1', undefined, 'b1', 'c1', 'd9', 'b1'))
    expect(bulks).toEqual([['a1', 'b1', 'c1', 'd9']])
    expect(refused.toSorted()).toEqual(['2 DocumentRefused: b1', '4 DocumentRefused: d9', '5 DocumentRefused: b1'])
  })

  it('leaves the version before the one that is refused', async () => {
    const { bulks, feed } = refusing('a3', 'a2')
    const refused = await refusedOf(feed('a1', 'b1', 'a2', 'a3'))
    expect(bulks).toEqual([['a3', 'b1'], ['a2'], ['a1']])
    expect(refused.toSorted()).toEqual(['2 DocumentRefused: a2', '3 DocumentRefused: a3'])
  })
})
