import type { MemberFact } from '@gavel/event-contracts'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { block, entriesMax, type ListVerdict, unblock, unwatch, watch } from './lists.ts'
import { evolve, type MemberLists, noLists } from './member.ts'

const lotId = (n: number): string => `019aa000-0000-7000-8000-${String(n).padStart(12, '0')}`
const own = 5_000

const watched = (n: number): MemberFact => ({ type: 'lot.watched', data: { auctionId: lotId(n) } })
const unwatched = (n: number): MemberFact => ({ type: 'lot.unwatched', data: { auctionId: lotId(n) } })
const blocked = (paddleNumber: number): MemberFact => ({ type: 'bidder.blocked', data: { paddleNumber } })
const unblocked = (paddleNumber: number): MemberFact => ({ type: 'bidder.unblocked', data: { paddleNumber } })
const given = (...facts: readonly MemberFact[]): MemberLists => facts.reduce(evolve, noLists)
const numbers = Array.from({ length: entriesMax }, (_, index) => index + 1)

const fullLists = given(...numbers.map(watched), ...numbers.map(blocked))
const oneOfEach = given(watched(1), blocked(1))
const oneLess = given(...numbers.map(watched), ...numbers.map(blocked), unwatched(7), unblocked(7))

type Rule = (lists: MemberLists) => ListVerdict
const rules = {
  'watch 1': (lists) => watch(lists, lotId(1)),
  'watch 2000': (lists) => watch(lists, lotId(2_000)),
  'unwatch 1': (lists) => unwatch(lists, lotId(1)),
  'block 1': (lists) => block(lists, 1, own),
  'block 2000': (lists) => block(lists, 2_000, own),
  'block own': (lists) => block(lists, own, own),
  'unblock 1': (lists) => unblock(lists, 1),
  'unblock own': (lists) => unblock(lists, own),
} satisfies Record<string, Rule>

const listFull = { code: 'list_full', limit: entriesMax } as const

describe('what a member keeps for himself', () => {
  it.each<[string, MemberLists, keyof typeof rules, readonly MemberFact[]]>([
    ['empty', noLists, 'watch 1', [watched(1)]],
    ['empty', noLists, 'block 1', [blocked(1)]],
    ['empty', noLists, 'unwatch 1', []],
    ['empty', noLists, 'unblock 1', []],
    ['empty', noLists, 'unblock own', []],
    ['one of each', oneOfEach, 'watch 1', []],
    ['one of each', oneOfEach, 'block 1', []],
    ['one of each', oneOfEach, 'unwatch 1', [unwatched(1)]],
    ['one of each', oneOfEach, 'unblock 1', [unblocked(1)]],
    ['full', fullLists, 'watch 1', []],
    ['full', fullLists, 'block 1', []],
    ['full', fullLists, 'unwatch 1', [unwatched(1)]],
    ['full', fullLists, 'unblock 1', [unblocked(1)]],
    ['one less than full', oneLess, 'watch 2000', [watched(2_000)]],
    ['one less than full', oneLess, 'block 2000', [blocked(2_000)]],
  ])('%s: after %p, %s', (_, lists, name, facts) => {
    const verdict = rules[name](lists)
    expect(verdict).toEqual({ accepted: true, facts })
    const after = facts.reduce(evolve, lists)
    expect(rules[name](after)).toEqual({ accepted: true, facts: [] })
  })

  it.each<[string, MemberLists, keyof typeof rules, object]>([
    ['a full list', fullLists, 'watch 2000', listFull],
    ['a full list', fullLists, 'block 2000', listFull],
    ['oneself', noLists, 'block own', { code: 'own_paddle' }],
    ['oneself, on a full list', fullLists, 'block own', { code: 'own_paddle' }],
  ])('refuses %s', (_, lists, name, refusal) => {
    expect(rules[name](lists)).toEqual({ accepted: false, refusal })
  })

  it('keeps a full list of one kind out of the way of the other', () => {
    expect(block(given(...numbers.map(watched)), 1, own)).toMatchObject({ accepted: true })
    expect(watch(given(...numbers.map(blocked)), lotId(1))).toMatchObject({ accepted: true })
  })

  it('is what was asked for last of each entry, and no fact is idle', () => {
    const ask = fc.record({
      to: fc.constantFrom('watch', 'unwatch', 'block', 'unblock'),
      n: fc.integer({ min: 1, max: 6 }),
    })
    fc.assert(
      fc.property(fc.array(ask, { maxLength: 60 }), (asks) => {
        let lists = noLists
        const wanted = { watched: new Set<string>(), blocked: new Set<number>() }
        for (const { to, n } of asks) {
          if (to === 'watch') wanted.watched.add(lotId(n))
          if (to === 'unwatch') wanted.watched.delete(lotId(n))
          if (to === 'block') wanted.blocked.add(n)
          if (to === 'unblock') wanted.blocked.delete(n)
          const rule: Record<string, Rule> = {
            watch: (it) => watch(it, lotId(n)),
            unwatch: (it) => unwatch(it, lotId(n)),
            block: (it) => block(it, n, own),
            unblock: (it) => unblock(it, n),
          }
          const verdict = rule[to]?.(lists)
          if (verdict?.accepted !== true) throw new Error(`${to} ${n} was refused`)
          const before = lists
          lists = verdict.facts.reduce(evolve, before)
          if (verdict.facts.length > 0) expect(lists).not.toEqual(before)
        }
        expect(lists).toEqual(wanted)
      }),
    )
  })
})
