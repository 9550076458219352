import { figure, markdown } from '../table.ts'
import type { WatchResult } from './watch/job.ts'

/** Bids for so many viewers: of a bare server, straight at query-api, or through web. */
export type LiveRound = WatchResult & {
  way: 'bare' | 'direct' | 'web'
  bidsPerSecond: number
  bids: number
  /** Bids that came too late or were answered anything else. */
  notAccepted: number
  /** Busy cores by process. */
  cores: ReadonlyMap<string, number>
  /** Of the process that the viewers are connected to. */
  residentBytes: number
}

const names = { bare: 'bare Node', direct: 'Gavel', web: 'Gavel, through web' }

/** A Markdown table, a row for each round. */
export function report(rounds: readonly LiveRound[]): string {
  const head = [
    '',
    'viewers',
    'bids/s',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'events a bid',
    'bytes',
    'MB',
    'saw all',
    'busy cores',
  ]
  const rows = rounds.map((round) => [
    names[round.way],
    figure(round.viewers, 0),
    figure(round.bidsPerSecond, 0),
    ...[round.latencyMs.p50, round.latencyMs.p95, round.latencyMs.p99].map((ms) => figure(ms, 0)),
    figure(round.events / round.viewers / Math.max(1, round.bids), 2),
    figure(round.eventBytes, 0),
    figure(round.residentBytes / 1e6, 0),
    round.wrong === 0 ? 'yes' : `not ${figure(round.wrong, 0)}`,
    coresOf(round),
  ])
  return markdown([head, ...rows])
}

const coresOf = ({ cores }: LiveRound): string =>
  [...cores]
    .filter(([, busy]) => busy >= 0.05)
    .map(([name, busy]) => `${name} ${figure(busy, 2)}`)
    .join(', ')

/** One line while it runs. */
export const progressOf = (round: LiveRound): string =>
  `${names[round.way]}, ${round.viewers} viewers: ${figure(round.bidsPerSecond, 0)} bids/s, ` +
  `p50 ${figure(round.latencyMs.p50, 1)} ms, p95 ${figure(round.latencyMs.p95, 1)} ms, ${round.notAccepted} bids not accepted` +
  `${round.reason === undefined ? '' : `, ${round.wrong} viewers wrong: ${round.reason}`}`
