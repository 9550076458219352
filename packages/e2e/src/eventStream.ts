import { setTimeout as sleep } from 'node:timers/promises'

export type ServerSentEvent = { id: string | undefined; event: string; data: string }

/** A reader of Server-Sent Events that behaves as a browser does, until it is closed. */
export type EventReader = {
  /** Everything so far, in the order it came, over all connections. */
  events(): readonly ServerSentEvent[]
  /** Resolves when the server has begun to answer. */
  connected: Promise<void>
  /** Cuts the connection; the reader comes back by itself with Last-Event-ID. */
  cut(): void
  close(): Promise<void>
}

const reconnectMs = 50

/** `token`: of whoever reads what is his alone. */
export function readEvents(url: string, until: AbortSignal, { token }: { token?: string } = {}): EventReader {
  const events: ServerSentEvent[] = []
  const { promise: connected, resolve: onConnected } = Promise.withResolvers<void>()
  const closing = new AbortController()
  const closed = AbortSignal.any([closing.signal, until])
  let connection = new AbortController()
  let lastId: string | undefined

  const readOnce = async (): Promise<void> => {
    connection = new AbortController()
    const headers = {
      Accept: 'text/event-stream',
      ...(lastId === undefined ? {} : { 'Last-Event-ID': lastId }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    }
    const answer = await fetch(url, { headers, signal: AbortSignal.any([connection.signal, closed]) })
    if (!answer.ok || answer.body === null) throw new Error(`the stream answered ${answer.status}`)
    onConnected()
    const take = createParser((event) => {
      if (event.id !== undefined) lastId = event.id
      events.push(event)
    })
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) take(chunk)
  }

  const reading = (async () => {
    while (!closed.aborted) {
      // A stream that breaks is the matter of the test; whoever waits for an event waits with a limit.
      await readOnce().catch(() => {})
      await sleep(reconnectMs, undefined, { signal: closed }).catch(() => {})
    }
  })()

  return {
    events: () => events,
    connected,
    cut: () => connection.abort(),
    async close() {
      closing.abort()
      await reading
    },
  }
}

/** By the HTML standard, as far as a server of ours uses it: lines end in LF, comments start with a colon. */
function createParser(onEvent: (event: ServerSentEvent) => void): (chunk: string) => void {
  let rest = ''
  let fields = new Map<string, string>()
  return (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line === '') {
        const data = fields.get('data')
        if (data !== undefined) onEvent({ id: fields.get('id'), event: fields.get('event') ?? 'message', data })
        fields = new Map()
        continue
      }
      const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? []
      if (name === undefined || name === '' || value === undefined) continue
      const before = name === 'data' ? fields.get('data') : undefined
      fields.set(name, before === undefined ? value : `${before}\n${value}`)
    }
  }
}
