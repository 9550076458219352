/** Opens on first use, once for all callers; a failure is forgotten, so that the next caller tries again. */
export type Shared<T> = { get(): Promise<T>; current(): Promise<T> | undefined }

export function shared<T>(open: () => Promise<T>): Shared<T> {
  let opened: Promise<T> | undefined
  return {
    get() {
      opened ??= open().catch((error: unknown) => {
        opened = undefined
        throw error
      })
      return opened
    },
    current: () => opened,
  }
}
