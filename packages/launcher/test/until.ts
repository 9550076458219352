import { setTimeout as sleep } from 'node:timers/promises'

const limitMs = 20_000

/** Waits until `check` no longer throws. @throws its last error after 20 s */
export async function until(what: string, check: () => unknown): Promise<void> {
  const deadlineMs = performance.now() + limitMs
  for (;;) {
    try {
      await check()
      return
    } catch (error) {
      if (performance.now() > deadlineMs)
        throw new Error(`not so after ${limitMs / 1_000} s: ${what}`, { cause: error })
      await sleep(20)
    }
  }
}

export function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
