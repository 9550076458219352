import { setTimeout as sleep } from 'node:timers/promises'
import { countIn, givenTo } from '../command.ts'
import { readLines } from '../lines.ts'
import { table } from '../table.ts'
import { CutShort, UsageError } from '../told.ts'
import { type CheckLine, checkLine, type Finding } from '../views/checkLine.ts'
import { checkPrograms } from './commands.ts'
import { invocationOf, type Place } from './invocation.ts'
import { runPiped } from './run.ts'

const waitDefaultSec = '10'
const limitDefaultSec = '1800'
const lookAgainMs = 1_000
/** With more something is wrong with the house, and not with these lots. */
const doubtfulLotsMax = 500
const findingsMax = 10_000

type Round = { findings: readonly Finding[]; beyond: number; done: Extract<CheckLine, { kind: 'done' }> }

export const differsExitCode = 3

/** `pnpm gavel check`: the three programs, and again those lots that differ until they agree or the time to wait is over. */
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

async function oneRound(lots: readonly string[], place: Place, signal: AbortSignal): Promise<Round> {
  const findings: Finding[] = []
  let beyond = 0
  let done: Round['done'] | undefined
  const codes = await runPiped(
    checkPrograms.map((program) => invocationOf(program, lots, place)),
    async (output) => {
      for await (const line of readLines(output)) {
        const parsed = checkLine.parse(line)
        if (parsed.kind === 'done') done = parsed
        if (parsed.kind !== 'finding') continue
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
 * A view comes a moment after its event, so a lot that differs is looked at again. What came into the log since the
 * first look is not waited for: on a lot that is bid on all the time something always does.
 */
async function stillDiffering(
  first: readonly Finding[],
  waitMs: number,
  place: Place,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const heads = new Map(first.map(({ auctionId, head }) => [auctionId, head]))
  const isOld = ({ auctionId, version }: Finding) => version === null || version <= (heads.get(auctionId) ?? 0)
  const deadlineMs = performance.now() + waitMs
  let findings = first
  while (findings.length > 0 && performance.now() < deadlineMs) {
    const known = [...new Set(findings.map(({ auctionId }) => auctionId))]
    if (known.length > doubtfulLotsMax) return findings
    await sleep(lookAgainMs, undefined, { signal })
    const again = await oneRound(known, place, signal)
    findings = again.findings.filter(isOld)
  }
  return findings
}

function report({ findings, beyond, done }: Round, asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify({ lots: done.lots, events: done.events, findings, beyond }, null, 2))
    return
  }
  if (findings.length > 0) {
    const rows = findings.map(({ store, auctionId, lotNumber, what }) => [
      store,
      String(lotNumber ?? '–'),
      auctionId,
      what,
    ])
    console.log(table(['store', 'lot', 'id', 'what'], rows))
  }
  const more = beyond > 0 ? `, and ${beyond} more` : ''
  const verdict = findings.length === 0 ? 'all agree' : `${findings.length} differences${more}`
  console.log(`${done.lots} lots, ${done.events} events: ${verdict}.`)
}
