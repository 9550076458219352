import { MessagesRefused } from '../messagesRefused.ts'

type Waiting<T> = { batch: readonly T[]; resolve(): void; reject(error: unknown): void }

/**
 * Batches of several partitions that are fetched together are handled together: what a store does for a batch costs the
 * same for one partition's as for all of them. Each keeps its order. When handling fails, each batch goes alone, so that
 * the error comes to the partition it belongs to; when single messages are refused, each batch is told of its own.
 */
export function combine<T>(
  handle: (batch: readonly T[]) => Promise<void>,
  maxBatch: number,
): (batch: readonly T[]) => Promise<void> {
  let waiting: Waiting<T>[] = []
  let size = 0

  function flush(): void {
    const group = waiting
    waiting = []
    size = 0
    const [only] = group
    if (only === undefined) return
    if (group.length === 1) {
      alone(only)
      return
    }
    handle(group.flatMap(({ batch }) => batch)).then(
      () => {
        for (const { resolve } of group) resolve()
      },
      (error: unknown) => {
        if (error instanceof MessagesRefused) share(group, error)
        else for (const one of group) alone(one)
      },
    )
  }

  function share(group: readonly Waiting<T>[], { refused }: MessagesRefused): void {
    let begin = 0
    for (const { batch, resolve, reject } of group) {
      const first = begin
      const end = begin + batch.length
      const own = refused.filter(({ index }) => index >= first && index < end)
      if (own.length === 0) resolve()
      else reject(new MessagesRefused(own.map(({ index, error }) => ({ index: index - first, error }))))
      begin = end
    }
  }

  function alone({ batch, resolve, reject }: Waiting<T>): void {
    handle(batch).then(resolve, reject)
  }

  return (batch) =>
    new Promise((resolve, reject) => {
      if (size > 0 && size + batch.length > maxBatch) flush()
      waiting.push({ batch, resolve, reject })
      size += batch.length
      if (waiting.length === 1) setImmediate(flush)
    })
}
