import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for a condition, never for a time; gives up after 10 s. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 10_000
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error('the condition did not come true within 10 s')
    await sleep(5)
  }
}
