import { describe, expect, it } from '@jest/globals'
import { type AttemptOptions, attempt } from './attempt.ts'

const down = new Error('down')

function options(overrides: Partial<AttemptOptions> = {}): AttemptOptions {
  return {
    isTransient: (error) => error === down,
    maxAttempts: 3,
    backoff: { baseMs: 1, capMs: 1 },
    signal: new AbortController().signal,
    onRetry: () => undefined,
    ...overrides,
  }
}

describe('an attempt', () => {
  it('goes on until it succeeds', async () => {
    let calls = 0
    const work = async () => {
      calls += 1
      if (calls < 3) throw down
    }
    expect(await attempt(work, options())).toEqual({ kind: 'done' })
    expect(calls).toBe(3)
  })

  it('ends when its tries are used up', async () => {
    const retries: number[] = []
    const fail = async () => Promise.reject(down)
    expect(await attempt(fail, options({ onRetry: (tries) => void retries.push(tries) }))).toEqual({
      kind: 'exhausted',
      error: down,
    })
    expect(retries).toEqual([1, 2])
  })

  it('does not try again what will not get better', async () => {
    const error = new Error('bug')
    expect(await attempt(async () => Promise.reject(error), options())).toEqual({ kind: 'failed', error })
  })

  it('ends its waiting when interrupted', async () => {
    const controller = new AbortController()
    const waiting = attempt(
      async () => Promise.reject(down),
      options({
        signal: controller.signal,
        backoff: { baseMs: 3_600_000, capMs: 3_600_000 },
        onRetry: () => controller.abort(),
      }),
    )
    expect(await waiting).toEqual({ kind: 'interrupted' })
  })
})
