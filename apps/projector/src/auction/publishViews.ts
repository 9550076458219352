import { type AuctionViewMessage, auctionViewToWire, type WireMessage } from '@gavel/event-contracts'
import type { MessageProducer } from '@gavel/messaging'

/** Kafka has not confirmed the views. They can always be sent again. */
export class ViewsUndelivered extends Error {
  override name = 'ViewsUndelivered'
}

/** Half of what a broker takes for one partition at once (1 MiB); five hundred lots with long descriptions are more. */
const sendBytesMax = 512 * 1024
/** Headers and framing of a message, measured: 600 to 750. */
const overheadBytes = 800

/** @throws ViewsUndelivered when one of them was not confirmed; those before it, and perhaps others, were. */
export const publishViews = (producer: MessageProducer, views: readonly AuctionViewMessage[]): Promise<void> =>
  sendViews(producer, views.map(auctionViewToWire))

/** The same for views as they are sent. */
export async function sendViews(producer: MessageProducer, messages: readonly WireMessage[]): Promise<void> {
  try {
    for (const part of parts(messages)) await producer.send(part)
  } catch (cause) {
    throw new ViewsUndelivered(`${messages.length} views were not confirmed`, { cause })
  }
}

function parts(messages: readonly WireMessage[]): WireMessage[][] {
  const all: WireMessage[][] = []
  let part: WireMessage[] = []
  let bytes = 0
  for (const message of messages) {
    const size = message.value.length + overheadBytes
    if (part.length > 0 && bytes + size > sendBytesMax) {
      all.push(part)
      part = []
      bytes = 0
    }
    part.push(message)
    bytes += size
  }
  if (part.length > 0) all.push(part)
  return all
}
