/** One of a batch that can never be handled: by its place in the batch, with why. */
export type RefusedMessage = { index: number; error: unknown }

/** Thrown by `handle` when it has handled all of its batch but these: they are put aside, and nothing is handled again. */
export class MessagesRefused extends Error {
  override readonly name = 'MessagesRefused'
  readonly refused: readonly RefusedMessage[]

  constructor(refused: readonly RefusedMessage[]) {
    super(`${refused.length} of a batch can not be handled`)
    this.refused = refused
  }
}
