export type Sent = { id: string | undefined; event: string; data: unknown }

export type EventClient = {
  headers: Headers
  /** All events so far. */
  events: readonly Sent[]
  /** What a browser would say on coming back. */
  lastEventId(): string | undefined
  text(): string
  /** The server has ended or cut the stream. */
  isOver(): boolean
  close(): void
}

/** Reads any stream, by the rules of Server-Sent Events: a block without data may set the id alone. */
export async function openEvents(url: string, headers: Record<string, string> = {}): Promise<EventClient> {
  const controller = new AbortController()
  const answer = await fetch(url, { signal: controller.signal, headers })
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  const events: Sent[] = []
  let lastId = headers['Last-Event-ID']
  let text = ''
  let over = false
  const take = (block: string): void => {
    const line = new Map(block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]))
    const id = line.get('id')
    if (id !== undefined) lastId = id
    const data = line.get('data')
    if (data !== undefined) events.push({ id, event: line.get('event') ?? '', data: JSON.parse(data) })
  }
  const read = async (): Promise<void> => {
    let rest = ''
    for await (const part of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      text += part
      const blocks = `${rest}${part}`.split('\n\n')
      rest = blocks.pop() ?? ''
      blocks.forEach(take)
    }
  }
  read()
    .catch(() => undefined)
    .finally(() => {
      over = true
    })
  return {
    headers: answer.headers,
    events,
    lastEventId: () => lastId,
    text: () => text,
    isOver: () => over,
    close: () => controller.abort(),
  }
}
