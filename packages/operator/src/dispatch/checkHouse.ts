import { setTimeout as sleep } from 'node:timers/promises'
import { countIn, givenTo } from '../command.ts'
import { readLines } from '../lines.ts'
import { table } from '../table.ts'
import { CutShort, UsageError } from '../told.ts'
import { type CheckLine, checkLine, type Finding } from '../views/checkLine.ts'
import { checkedKinds, counted, nameOf } from '../views/kinds.ts'
import { checkPrograms } from './commands.ts'
import { invocationOf, type Place } from './invocation.ts'
import { runPiped } from './run.ts'

const waitDefaultSec = '10'
const limitDefaultSec = '1800'
const lookAgainMs = 1_000
/** With more something is wrong with the house, and not with these. */
const doubtfulMax = 500
const findingsMax = 10_000

type Round = { findings: readonly Finding[]; beyond: number; done: Extract<CheckLine, { say: 'done' }> }

export const differsExitCode = 3

/** `pnpm gavel check`: the three programs, and again what differs until they agree or the time to wait is over. */
export async function checkHouse(args: readonly string[], place: Place): Promise<number> {
  const text = { type: 'string' } as const
  const { values, positionals } = givenTo('check', { wait: text, for: text, json: { type: 'boolean' } }, args)
  const waitMs = countIn(values.wait ?? waitDefaultSec, '--wait', 0) * 1_000
  const limitMs = countIn(values.for ?? limitDefaultSec, '--for') * 1_000
  if (place.environment !== 'dev' && place.at === undefined) {
    throw new UsageError(
      'check asks three services, each of which has settings of its own: GAVEL_AT says how to reach them',
    )
  }
  const signal = AbortSignal.timeout(limitMs)
  const first = await oneRound(positionals, place, signal)
  const findings = first.beyond > 0 ? first.findings : await stillDiffering(first.findings, waitMs, place, signal)
  report({ ...first, findings }, values.json === true)
  return findings.length === 0 ? 0 : differsExitCode
}

async function oneRound(names: readonly string[], place: Place, signal: AbortSignal): Promise<Round> {
  const findings: Finding[] = []
  let beyond = 0
  let done: Round['done'] | undefined
  const codes = await runPiped(
    checkPrograms.map((program) => invocationOf(program, names, place)),
    async (output) => {
      for await (const line of readLines(output)) {
        const parsed = checkLine.parse(line)
        if (parsed.say === 'done') done = parsed
        if (parsed.say !== 'finding') continue
        if (findings.length < findingsMax) findings.push(parsed.finding)
        else beyond += 1
      }
    },
    signal,
  )
  if (signal.aborted) throw new CutShort('The check was not done in time; --for gives it more.')
  if (done === undefined || codes.some((code) => code !== 0)) throw new CutShort('The check was not done: see above.')
  return { findings, beyond, done }
}

/**
 * A view comes a moment after its event, so what differs is looked at again. What came into the log since the
 * first look is not waited for: on a lot that is bid on all the time something always does.
 */
async function stillDiffering(
  first: readonly Finding[],
  waitMs: number,
  place: Place,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const nameOfFound = ({ kind, id }: Finding) => nameOf(kind, id)
  const heads = new Map(first.map((finding) => [nameOfFound(finding), finding.head]))
  const isOld = (finding: Finding) =>
    finding.version === null || finding.version <= (heads.get(nameOfFound(finding)) ?? 0)
  const deadlineMs = performance.now() + waitMs
  let findings = first
  while (findings.length > 0 && performance.now() < deadlineMs) {
    const known = [...new Set(findings.map(nameOfFound))]
    if (known.length > doubtfulMax) return findings
    await sleep(lookAgainMs, undefined, { signal })
    const again = await oneRound(known, place, signal)
    findings = again.findings.filter(isOld)
  }
  return findings
}

function report({ findings, beyond, done }: Round, asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify({ streams: done.streams, events: done.events, findings, beyond }, null, 2))
    return
  }
  if (findings.length > 0) {
    const rows = findings.map(({ store, kind, id, number, what }) => [
      store,
      number === null ? kind : `${kind} ${number}`,
      id,
      what,
    ])
    console.log(table(['store', 'of', 'id', 'what'], rows))
  }
  const more = beyond > 0 ? `, and ${beyond} more` : ''
  const verdict = findings.length === 0 ? 'all agree' : `${findings.length} differences${more}`
  const streams = checkedKinds.flatMap((kind) => {
    const count = done.streams[kind] ?? 0
    return count === 0 && kind !== 'lot' ? [] : [counted(count, kind)]
  })
  console.log(`${streams.join(', ')}, ${done.events} events: ${verdict}.`)
}
