import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { NoticeMark } from '../../sql/concernsAsStored.ts'
import { createTold } from './told.ts'

const startMs = Date.parse('2026-11-21T10:00:00.000Z')
const minuteMs = 60_000
const mark = (atMs: number, kind: NoticeMark['kind'] = 'outbid', auctionId = randomUUID()): NoticeMark => ({
  kind,
  auctionId,
  at: new Date(startMs + atMs).toISOString(),
})
const at = (nowMs: number, lastEventId?: string) => createTold({ now: () => startMs + nowMs, lastEventId })

describe('what a client has been told', () => {
  it('is all that is true as he comes without a cursor', () => {
    const old = [mark(-90 * minuteMs), mark(-1), mark(0)]
    const told = at(0)
    expect(told.begin(old)).toEqual([])
    expect(told.news(old)).toEqual([])
    const late = mark(-5 * minuteMs)
    expect(told.news([...old, late])).toEqual([late])
    const again = at(minuteMs, told.cursor())
    expect(again.begin([...old, late])).toEqual([late])
  })

  it('is, of a lot that closes soon, once for all; of an outbid, that one alone', () => {
    const [soon, outbid] = [mark(0, 'closing_soon'), mark(0)]
    const told = at(0)
    told.begin([soon, outbid])
    const later = { ...soon, at: mark(minuteMs).at }
    const again = { ...outbid, at: mark(minuteMs).at }
    expect(told.news([later, again])).toEqual([again])
    expect(at(14 * minuteMs, told.cursor()).begin([later])).toEqual([])
  })

  it('is named up to a bound, and what is older than those counts as told', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => mark(index))
    const told = at(1_000)
    told.begin(many)
    const cursor = told.cursor()
    expect(cursor.length).toBeLessThan(3_300)
    expect(at(2_000, cursor).begin(many)).toEqual([])
    const news = mark(1_500)
    expect(at(2_000, cursor).begin([...many, news])).toEqual([news])
  })

  it('is never lost nor told twice, wherever it breaks and in whichever order notices come', () => {
    const order = fc.array(fc.nat(12), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(order, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (minutes, breaks) => {
        const marks = minutes.map((minute) => mark(minute * minuteMs))
        const got: NoticeMark[] = []
        let cursor: string | undefined
        let told = at(0)
        told.begin([])
        cursor = told.cursor()
        for (const [index] of marks.entries()) {
          const sofar = marks.slice(0, index + 1)
          const isNew = breaks[index] === true
          if (isNew) told = at(13 * minuteMs, cursor)
          const news = isNew ? told.begin(sofar) : told.news(sofar)
          const oldestFirst = news.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
          for (const [place, one] of oldestFirst.entries()) {
            told.tell(one)
            got.push(one)
            cursor = told.cursor(oldestFirst[place + 1])
            // Cut in the middle of what is sent.
            if (breaks[(index * 7 + place) % 40]) break
          }
          if (got.length < index + 1) told = at(13 * minuteMs, cursor)
          if (got.length < index + 1)
            for (const one of told.begin(sofar)) {
              told.tell(one)
              got.push(one)
              cursor = told.cursor()
            }
        }
        expect(got.toSorted((a, b) => (a.auctionId < b.auctionId ? -1 : 1))).toEqual(
          marks.toSorted((a, b) => (a.auctionId < b.auctionId ? -1 : 1)),
        )
      }),
    )
  })
})
