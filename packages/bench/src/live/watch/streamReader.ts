/** Takes a chunked answer apart, as far as the servers under test speak it. Text is latin1: a character a byte. */
export type StreamReader = {
  /** Whole events that are complete with this. @throws Error when the answer is no stream. */
  push(text: string): string[]
  /** Nothing is left over from what came. */
  isBetween(): boolean
}

const headEnd = '\r\n\r\n'
const eventEnd = '\n\n'

export function createStreamReader(): StreamReader {
  let inHead = true
  let received = ''
  let events = ''

  function skipHead(): boolean {
    const end = received.indexOf(headEnd)
    if (end < 0) return false
    if (!received.startsWith('HTTP/1.1 200 ')) throw new Error(`no stream: ${received.slice(0, 300)}`)
    received = received.slice(end + headEnd.length)
    inHead = false
    return true
  }

  function takeChunk(): boolean {
    const sizeEnd = received.indexOf('\r\n')
    if (sizeEnd < 0) return false
    const size = Number.parseInt(received.slice(0, sizeEnd), 16)
    const begin = sizeEnd + 2
    if (received.length < begin + size + 2) return false
    if (size === 0) throw new Error('the server ended the stream')
    events += received.slice(begin, begin + size)
    received = received.slice(begin + size + 2)
    return true
  }

  return {
    isBetween: () => !inHead && received === '' && events === '',
    push(text) {
      received += text
      if (inHead && !skipHead()) return []
      while (takeChunk());
      const blocks = events.split(eventEnd)
      events = blocks.pop() ?? ''
      return blocks
    },
  }
}
