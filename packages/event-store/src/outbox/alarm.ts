/** One sleeper that can be woken; a ring while it is awake is remembered. */
export function createAlarm(): { ring(): void; sleep(limitMs: number): Promise<void> } {
  let rung = false
  let waken: (() => void) | undefined
  return {
    ring() {
      rung = true
      waken?.()
    },
    async sleep(limitMs) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, limitMs)
          waken = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      waken = undefined
      rung = false
    },
  }
}
