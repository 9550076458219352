/** Every limit of the way to the services. Tests shorten them. */
export type ProxyLimits = {
  /** Instances that one request is tried at. */
  attemptsMax: number
  connectTimeoutMs: number
  /** From the request's arrival to the end of its answer; a stream only has to begin in this time. */
  answerTimeoutMs: number
  /** Requests at work at one service, and so connections to its instances together. */
  requestsMax: number
  /** Requests to one service that wait for one of these; one more is answered 503. */
  waitingMax: number
  /** Open streams in this process, each with a connection of its own; one more is answered 503. */
  streamsMax: number
}

export const usualLimits: ProxyLimits = {
  attemptsMax: 3,
  connectTimeoutMs: 2_000,
  answerTimeoutMs: 30_000,
  requestsMax: 512,
  waitingMax: 4_096,
  streamsMax: 16_384,
}
