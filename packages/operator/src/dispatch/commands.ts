import type { CommandName } from '../usage.ts'

export type ServiceName = 'command-api' | 'projector' | 'query-api'

/** Where a command's program is, by its service's folder: a store has one owner, who alone looks into it. */
export type Program = { service: ServiceName; script: string }

const kafka = (script: string): Program => ({
  // Topics are everybody's: any service's settings reach them, and projector has the fewest.
  service: 'projector',
  script: `../../packages/operator/src/kafka/${script}`,
})

export const programs: Record<Exclude<CommandName, 'check' | 'rebuild'>, Program> = {
  log: { service: 'command-api', script: 'src/operator/log.ts' },
  state: { service: 'command-api', script: 'src/operator/state.ts' },
  'outbox list': { service: 'command-api', script: 'src/outbox/list.ts' },
  'outbox retry': { service: 'command-api', script: 'src/outbox/retry.ts' },
  'dead-letters list': kafka('listDeadLetters.ts'),
  'dead-letters show': kafka('showDeadLetter.ts'),
  'dead-letters replay': kafka('replayDeadLetters.ts'),
  lag: kafka('lag.ts'),
}

/** Tells all events, on its standard output. */
export const logProgram: Program = { service: 'command-api', script: 'src/operator/events.ts' }

/** Each reads what the one before it writes. */
export const checkPrograms: readonly Program[] = [
  logProgram,
  { service: 'projector', script: 'src/operator/check.ts' },
  { service: 'query-api', script: 'src/operator/check.ts' },
]

export const rebuildPrograms: Readonly<Record<string, Program>> = {
  projector: { service: 'projector', script: 'src/operator/rebuild.ts' },
  'query-api': { service: 'query-api', script: 'src/operator/rebuild.ts' },
  search: { service: 'query-api', script: 'src/search/rebuild.ts' },
}
