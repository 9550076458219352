/** The message can never be read, however often it is tried. */
export class InvalidMessage extends Error {
  override readonly name = 'InvalidMessage'
}
