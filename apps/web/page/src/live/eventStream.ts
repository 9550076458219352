import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { accessToken, currentSession, forgetAccessToken } from '../session/session.ts'

export type StreamState = 'connecting' | 'open' | 'away'

export type StreamOptions = {
  path: string
  /** Whose stream it is has to be told; what everybody may watch goes without. */
  signedIn?: boolean
  /** Where somebody else has read to. */
  lastId?: string | undefined
  /** Also while nobody sees the page. */
  unseen?: boolean
  onEvent(event: EventSourceMessage): void
  onState(state: StreamState): void
  /** There is nothing to be watched here: the server says 4xx, and coming back would not help. */
  onRefused?(status: number): void
}

const firstDelayMs = 500
const delayMaxMs = 15_000
/** The server beats every 15 s: silence for longer than two beats is a dead connection that nobody has closed. */
const silenceMaxMs = 35_000

/**
 * Browsers have six connections to a host, for all windows together: those that nobody sees give theirs back, or three
 * windows would keep each other from bidding.
 */
const unseenMs = 2_000

/** Doubles with each failure, up to 15 s, less up to half of it by chance, so that not all come back at once. */
const delayMsAfter = (failures: number): number =>
  Math.min(delayMaxMs, firstDelayMs * 2 ** failures) * (1 - Math.random() / 2)

/**
 * Server-Sent Events that never give up: after a cut they resume from the last event (Last-Event-ID), at once when the
 * browser says that it is online again or the page is looked at again. A browser's own EventSource can send no token,
 * and ends for good at the first 503.
 */
export function openStream(options: StreamOptions): () => void {
  const { path, signedIn = false, unseen = false, onEvent, onState, onRefused } = options
  const closing = new AbortController()
  let { lastId } = options
  let hiding: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let wake: (() => void) | undefined

  const goOn = (): void => {
    failures = 0
    wake?.()
  }
  const isHidden = (): boolean => !unseen && document.visibilityState === 'hidden'
  const onVisible = (): void => {
    clearTimeout(hiding)
    if (isHidden()) hiding = setTimeout(() => connection.abort(), unseenMs)
    else if (document.visibilityState === 'visible') goOn()
  }
  addEventListener('online', goOn, { signal: closing.signal })
  document.addEventListener('visibilitychange', onVisible, { signal: closing.signal })
  // What the browser knows to be cut need not be found out by silence.
  addEventListener('offline', () => connection.abort(), { signal: closing.signal })

  let connection = new AbortController()

  async function readOnce(): Promise<'refused' | 'ended'> {
    connection = new AbortController()
    const headers = new Headers({ Accept: 'text/event-stream' })
    if (lastId !== undefined) headers.set('Last-Event-ID', lastId)
    let token: string | undefined
    if (signedIn) {
      token = await accessToken()
      if (token === undefined && currentSession().kind === 'nobody') return 'refused'
      if (token !== undefined) headers.set('Authorization', `Bearer ${token}`)
    }
    let silence: ReturnType<typeof setTimeout> | undefined
    const heard = (): void => {
      clearTimeout(silence)
      silence = setTimeout(() => connection.abort(), silenceMaxMs)
    }
    heard()
    try {
      const signal = AbortSignal.any([connection.signal, closing.signal])
      const response = await fetch(path, { headers, signal, cache: 'no-store' })
      if (!response.ok || response.body === null) {
        const isFinal = response.status >= 400 && response.status < 500 && ![401, 408, 429].includes(response.status)
        await response.body?.cancel()
        if (response.status === 401 && token !== undefined) forgetAccessToken(token)
        if (!isFinal) return 'ended'
        onRefused?.(response.status)
        return 'refused'
      }
      onState('open')
      failures = 0
      const parser = createParser({
        onEvent(event) {
          if (event.id !== undefined) lastId = event.id
          try {
            onEvent(event)
          } catch {
            // Not understood, so what follows would build on nothing: from the beginning.
            lastId = undefined
            connection.abort()
          }
        },
      })
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return 'ended'
        heard()
        parser.feed(value)
      }
    } finally {
      clearTimeout(silence)
    }
  }

  async function readOn(): Promise<void> {
    onState('connecting')
    // It may have been opened where nobody sees it.
    onVisible()
    while (!closing.signal.aborted) {
      const end = await readOnce().catch(() => 'ended' as const)
      if (end === 'refused' || closing.signal.aborted) return
      onState('away')
      const delayMs = delayMsAfter(failures)
      failures += 1
      await new Promise<void>((resolve) => {
        const timer = isHidden() ? undefined : setTimeout(resolve, delayMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
        closing.signal.addEventListener('abort', wake, { once: true })
      })
      wake = undefined
    }
  }

  void readOn()
  return () => {
    clearTimeout(hiding)
    closing.abort()
  }
}
