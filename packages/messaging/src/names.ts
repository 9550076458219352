/** Several installations (each test is one) share a broker: their topics and groups differ by a prefix. */
export type Names = { full(name: string): string; short(name: string): string; deadLetterTopic(name: string): string }

export function createNames(prefix: string): Names {
  return {
    full: (name) => `${prefix}${name}`,
    short: (name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name),
    deadLetterTopic,
  }
}

export function deadLetterTopic(topic: string): string {
  return `${topic}.dlq`
}
