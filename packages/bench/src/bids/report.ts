import { figure, markdown, median } from '../table.ts'
import type { Round } from './round.ts'

const perSecond = (count: (round: Round) => number) => (round: Round) => (count(round) * 1_000) / round.elapsedMs

const columns: readonly { title: string; of(round: Round): number; digits: number }[] = [
  { title: 'accepted/s', of: perSecond(({ accepted }) => accepted), digits: 0 },
  { title: 'refused/s', of: perSecond(({ refused }) => refused), digits: 0 },
  { title: 'p50 ms', of: ({ latencyMs }) => latencyMs.p50, digits: 1 },
  { title: 'p95 ms', of: ({ latencyMs }) => latencyMs.p95, digits: 1 },
  { title: 'p99 ms', of: ({ latencyMs }) => latencyMs.p99, digits: 1 },
]

/** A Markdown table for each number of connections: medians over the rounds, and the ratio to the bare route. */
export function report(rounds: readonly Round[]): string {
  const connections = [...new Set(rounds.map((round) => round.connections))]
  return connections
    .map((count) =>
      tableOf(
        rounds.filter((round) => round.connections === count),
        count,
      ),
    )
    .join('\n\n')
}

function tableOf(rounds: readonly Round[], connections: number): string {
  const courses = [...new Set(rounds.map(({ course }) => course))]
  const bare = median(rounds.filter(({ course }) => course.bare).map(perSecond(({ accepted }) => accepted)))
  const rows = courses.map((course) => {
    const own = rounds.filter((round) => round.course === course)
    const figures = columns.map(({ of, digits }) => figure(median(own.map(of)), digits))
    const accepted = median(own.map(perSecond(({ accepted }) => accepted)))
    const ratio = course.bare ? '1' : figure(accepted / bare, 2)
    const behind = course.bare ? '' : `${figure(median(own.map((round) => round.catchUpMs)) / 1_000, 2)} s`
    return [course.name, ...figures, ratio, behind, coresOf(own)]
  })
  const head = [
    `${connections} connections`,
    ...columns.map(({ title }) => title),
    'of bare',
    'read side behind',
    'busy cores',
  ]
  return markdown([head, ...rows])
}

/** The generator's first, then each service that was busy at all. */
function coresOf(rounds: readonly Round[]): string {
  const names = [...new Set(rounds.flatMap(({ cores }) => [...cores.keys()]))]
  const busy = names
    .map((name) => ({ name, cores: median(rounds.map(({ cores }) => cores.get(name) ?? 0)) }))
    .filter(({ cores }) => cores >= 0.05)
  const generator = { name: 'generator', cores: median(rounds.map(({ generatorCores }) => generatorCores)) }
  return [generator, ...busy].map(({ name, cores }) => `${name} ${figure(cores, 2)}`).join(', ')
}

/** One line while it runs. */
export const progressOf = (round: Round, label: string): string =>
  `${label}, ${round.connections} connections, ${round.course.name}: ` +
  `${figure(perSecond(({ accepted }) => accepted)(round), 0)} accepted/s, ${round.failed} failed`
