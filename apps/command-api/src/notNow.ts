/** The event store could not take a command that came through Kafka; the message is tried again. */
export class NotNow extends Error {
  override name = 'NotNow'
}
