/** Ids, counts and names of ours; never what a person has sent. */
export type Attributes = Readonly<Record<string, string | number | boolean>>

export type SpanStart = {
  /** Of few kinds, as a route or a topic: what differs each time is an attribute. */
  name: string
  kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal'
  /** The traceparent of what it is done for, which also says whether it is recorded. Without one a trace begins here. */
  parent?: string | undefined
  /** The parent comes from somebody who must not decide how much we record: the trace is his, the choice is ours. */
  fromStranger?: boolean
  /** Traceparents of what else it is done for. */
  links?: readonly string[]
  attributes?: Attributes
  /** Since 1970; now when left out. */
  startedAtMs?: number
}

/** `failed`: what went wrong, of which only the kind of error is told. */
export type SpanEnding = { name?: string; attributes?: Attributes; failed?: unknown }

/** A piece of work in a trace. */
export type Span = {
  /** What is done for it carries this on, recorded or not. */
  traceparent: string
  /** False: it is not made, and whatever is told of it is lost. */
  recorded: boolean
  link(traceparent: string): void
  /** Hands it over to be sent. What is never ended is never sent. */
  end(ending?: SpanEnding): void
}

/** Spans, when there is somewhere to send them. No method waits, and none throws. */
export type Tracing = { begin(start: SpanStart): Span }
