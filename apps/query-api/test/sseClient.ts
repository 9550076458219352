import { z } from 'zod'

const fields = z.object({
  lot: z.looseObject({ version: z.number().optional() }),
  bids: z.array(z.looseObject({ version: z.number(), amount: z.number() })),
})

const counted = z.strictObject({ viewers: z.number() })

export type StreamEvent = { id: number; event: string; data: z.output<typeof fields> }

export type SseClient = {
  status: number
  headers: Headers
  /** All events of the lot so far. */
  events: StreamEvent[]
  /** How many were told to watch, in turn. */
  viewers: number[]
  /** Everything that was sent, comments included. */
  text(): string
  /** The server has ended or cut the stream. */
  isOver(): boolean
  close(): void
}

/** Reads a stream as a browser would, comments and all. */
export async function openStream(
  url: string,
  options: { lastEventId?: number; headers?: Record<string, string> } = {},
): Promise<SseClient> {
  const controller = new AbortController()
  const resumed = options.lastEventId === undefined ? {} : { 'Last-Event-ID': String(options.lastEventId) }
  const headers = { ...options.headers, ...resumed }
  const response = await fetch(url, { signal: controller.signal, headers })
  const events: StreamEvent[] = []
  const viewers: number[] = []
  let text = ''
  let over = false
  const read = async (): Promise<void> => {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      const part = decoder.decode(chunk, { stream: true })
      text += part
      const blocks = `${rest}${part}`.split('\n\n')
      rest = blocks.pop() ?? ''
      const told = eventsIn(blocks.join('\n\n'))
      events.push(...told.lots)
      viewers.push(...told.viewers)
    }
  }
  read()
    .catch(() => undefined)
    .finally(() => {
      over = true
    })
  return {
    status: response.status,
    headers: response.headers,
    events,
    viewers,
    text: () => text,
    isOver: () => over,
    close: () => controller.abort(),
  }
}

/** What whole events tell: of the lot, and how many watch it. Comments tell nothing. */
export function eventsIn(text: string): { lots: StreamEvent[]; viewers: number[] } {
  const lots: StreamEvent[] = []
  const viewers: number[] = []
  for (const block of text.split('\n\n')) {
    const line = new Map(
      block.split('\n').map((part) => [part.slice(0, part.indexOf(':')), part.slice(part.indexOf(':') + 2)]),
    )
    const told = line.get('data')
    if (told === undefined) continue
    const event = line.get('event') ?? ''
    const data: unknown = JSON.parse(told)
    if (event === 'viewers') viewers.push(counted.parse(data).viewers)
    else lots.push({ id: Number(line.get('id')), event, data: fields.parse(data) })
  }
  return { lots, viewers }
}

/** What a page has made of the events: the lot as it is, and its bids, newest first. */
export function viewOf(events: readonly StreamEvent[]): { lot: Record<string, unknown>; bids: number[] } {
  let lot: Record<string, unknown> = {}
  let bids: number[] = []
  for (const { event, data } of events) {
    const versions = data.bids.map(({ version }) => version)
    lot = event === 'snapshot' ? data.lot : { ...lot, ...data.lot }
    bids = event === 'snapshot' ? versions : [...versions, ...bids]
  }
  return { lot, bids }
}
