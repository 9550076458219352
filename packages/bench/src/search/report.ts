import type { JobResult } from '../load/job.ts'
import { figure, markdown, median } from '../table.ts'
import { type Course, courses } from './courses.ts'

export type SearchRound = JobResult & {
  course: Course
  connections: number
  cores: ReadonlyMap<string, number>
  /** Which part was answered from the cache. */
  hitShare: number
  /** Accepted meanwhile. */
  bidsPerSecond: number
}

const perSecond = ({ accepted, elapsedMs }: SearchRound): number => (accepted * 1_000) / elapsedMs

/** A Markdown table for each number of connections: medians over the rounds, and the ratio to the bare route. */
export function report(rounds: readonly SearchRound[]): string {
  const connections = [...new Set(rounds.map((round) => round.connections))]
  const tables = connections.map((count) => {
    const of = (course: Course) => rounds.filter((round) => round.course === course && round.connections === count)
    const bare = median(courses.filter((course) => course.bare).flatMap((course) => of(course).map(perSecond)))
    return markdown([
      [`${count} connections`, 'searches/s', 'p50 ms', 'p95 ms', 'of bare', 'from the cache', 'bids/s', 'failed'],
      ...courses.map((course) => rowOf(course, of(course), bare)),
    ])
  })
  return tables.join('\n\n')
}

function rowOf(course: Course, rounds: readonly SearchRound[], bare: number): readonly string[] {
  const middle = (value: (round: SearchRound) => number): number => median(rounds.map(value))
  return [
    course.name,
    figure(middle(perSecond), 0),
    figure(
      middle(({ latencyMs }) => latencyMs.p50),
      1,
    ),
    figure(
      middle(({ latencyMs }) => latencyMs.p95),
      1,
    ),
    course.bare ? '1' : figure(middle(perSecond) / bare, 2),
    course.bare ? '' : `${figure(middle(({ hitShare }) => hitShare) * 100, 0)} %`,
    course.withBids
      ? figure(
          middle(({ bidsPerSecond }) => bidsPerSecond),
          0,
        )
      : '',
    figure(
      middle(({ failed }) => failed),
      0,
    ),
  ]
}

/** One line while it runs. */
export const progressOf = (round: SearchRound, label: string): string =>
  `${label}, ${round.connections} connections, ${round.course.name}: ${figure(perSecond(round), 0)} searches/s, ` +
  `${figure(round.hitShare * 100, 0)} % from the cache, ${round.failed} failed`
