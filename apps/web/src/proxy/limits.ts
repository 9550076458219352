import type { BodyLimits } from './bodies.ts'

/** Every limit of the way to the services. Tests shorten them. */
export type ProxyLimits = BodyLimits & {
  /** Instances that one request is tried at. */
  attemptsMax: number
  connectTimeoutMs: number
  /** From the request's arrival to the end of its answer; a stream only has to begin in this time. */
  answerTimeoutMs: number
  /** An instance that owes answers and gives none for so long, while another one answers, is put aside. */
  silentMs: number
  /** Requests at work at one instance, and so connections to it. */
  requestsMax: number
  /** Reads at work at one instance that may wait there for a version (`atLeast`), beside the requests above. */
  waitingReadsMax: number
  /** Requests to one service that wait for one of these, for each of both kinds; one more is answered 503. */
  waitingMax: number
  /** Open streams in this process, each with a connection of its own; one more is answered 503. */
  streamsMax: number
}

export const usualLimits: ProxyLimits = {
  attemptsMax: 3,
  connectTimeoutMs: 2_000,
  answerTimeoutMs: 30_000,
  silentMs: 2_500,
  requestsMax: 512,
  waitingReadsMax: 1_024,
  waitingMax: 4_096,
  streamsMax: 16_384,
  bodyBytesMax: 64 * 1_024,
  bodyTimeoutMs: 10_000,
  bodiesMax: 4_096,
  bodiesBytesMax: 64 * 1_024 * 1_024,
}
