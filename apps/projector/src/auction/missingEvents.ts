/**
 * An event came whose forerunner did not. An ordered log cannot skip one, so something is broken that no retry of ours
 * explains away and no dead letter may hide: the batch is tried again, then the service ends.
 */
export class MissingEvents extends Error {
  override name = 'MissingEvents'

  /** `stream`: what it is of, as in "lot <id>". */
  constructor(stream: string, storedVersion: number, eventVersion: number) {
    super(`${stream} is at version ${storedVersion}, and the event that came is ${eventVersion}`)
  }
}
