import { describe, expect, it } from '@jest/globals'
import { checkKind } from './checkKind.ts'
import type { Finding } from './checkLine.ts'
import { inTurn } from './inTurn.ts'
import type { CheckedKind } from './kinds.ts'

const idOf = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`

/** A store that has these of each kind, all at version 1, and a log that has `logged`. */
async function check(stored: Partial<Record<CheckedKind, readonly string[]>>, logged: [CheckedKind, string][]) {
  const findings: Finding[] = []
  const options = { name: 'x', isWholeHouse: true, tell: async (finding: Finding) => void findings.push(finding) }
  const at = () => ({ version: 1, number: null, state: {} })
  const checkOf = (kind: CheckedKind) => {
    const ids = stored[kind] ?? []
    return checkKind(
      kind,
      {
        at: async (id) => (ids.includes(id) ? at() : undefined),
        idsBetween: async (after, before) => ids.filter((id) => id > after && (before === null || id < before)),
      },
      options,
    )
  }
  const checks = new Map<CheckedKind, ReturnType<typeof checkOf>>()
  const known = (kind: CheckedKind) => {
    const check = checks.get(kind) ?? checkOf(kind)
    checks.set(kind, check)
    return check
  }
  const turn = inTurn(known)
  for (const [kind, id] of logged) {
    await turn.begin({ kind, id })
    known(kind).folded(1, at)
  }
  await turn.end()
  return findings.map(({ kind, id, what }) => [kind, id, what])
}

describe('the checks of all kinds', () => {
  it('find what is missing and what is too much, also of a kind that the log has nothing of', async () => {
    const logged: [CheckedKind, string][] = [
      ['lot', idOf(1)],
      ['order', idOf(2)],
    ]
    expect(await check({ lot: [idOf(1)], order: [idOf(2)] }, logged)).toEqual([])
    expect(
      await check({ lot: [idOf(3)], order: [idOf(1), idOf(2), idOf(5)], member: [idOf(9)] }, [
        ['order', idOf(2)],
        ['order', idOf(4)],
      ]),
    ).toEqual([
      ['order', idOf(1), 'the order is stored, and not in the log'],
      ['order', idOf(4), 'the order is not stored'],
      ['lot', idOf(3), 'the lot is stored, and not in the log'],
      ['order', idOf(5), 'the order is stored, and not in the log'],
      ['member', idOf(9), 'the member is stored, and not in the log'],
    ])
  })
})
