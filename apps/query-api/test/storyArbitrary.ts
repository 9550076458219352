import type { BidView } from '@gavel/event-contracts'
import fc from 'fast-check'
import { createStory, type Story } from './story.ts'

const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('bid' as const), number: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('beaten' as const), number: fc.integer({ min: 1, max: 4 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('retract' as const), number: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revise' as const), number: fc.constant(0) }) },
)
export type Happening = { kind: 'bid' | 'beaten' | 'retract' | 'revise'; number: number }

/** What may happen to an open lot, retractions that take other people's answers with them included. */
export const happenings: fc.Arbitrary<Happening[]> = fc.array(happening, { minLength: 1, maxLength: 25 })

export function storyOf(lotNumber: number, all: readonly Happening[]): Story {
  const story = createStory(lotNumber)
  for (const [index, { kind, number }] of all.entries()) {
    const amount = 1_000 + index * 100
    if (kind === 'revise') story.change({ description: `Once more, ${index}` })
    else if (kind === 'retract') retractAllOf(story, number)
    else if (kind === 'bid' || story.lot().leader === null) story.bid(number, amount, { maximum: amount + 1_000 })
    else story.beaten(number, amount)
  }
  return story
}

function retractAllOf(story: Story, number: number): void {
  const counting = story.entries().filter(({ retractedVersion }) => retractedVersion === null)
  const own = counting.filter(({ bidder }) => bidder.alias === number)
  const isAnswerTo = (entry: BidView): boolean => own.some(({ version }) => entry.auto && version === entry.version - 1)
  const gone = counting.filter((entry) => own.includes(entry) || isAnswerTo(entry))
  if (gone.length > 0) story.retract(...gone)
}
