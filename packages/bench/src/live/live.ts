import type { System } from '@gavel/launcher'
import { catchUpMs } from '../bids/catchUp.ts'
import { coresBetween, cpuSeconds } from '../bids/cpu.ts'
import { bidderTokens, listLots, startingPrice } from '../bids/lots.ts'
import type { Programs } from '../programs.ts'
import type { LiveSettings } from '../settings.ts'
import { withSystem } from '../withSystem.ts'
import { placeBids } from './bidding.ts'
import { residentBytes } from './memory.ts'
import { type LiveRound, progressOf, report } from './report.ts'

const everyMs = 10
/** Code gets hot. */
const leadInMs = 3_000
const warmUpViewers = 500
/** web has two connections for a viewer, and a process as many files as the system gives it. */
const throughWebMax = 4_000

type Bench = { system: System; programs: Programs; tokens: readonly string[]; measuredMs: number }

/** 100 bids a second on a lot that many watch, in turns with a bare stream. Prints a report. */
export function benchLive({ seconds, viewers }: LiveSettings, signal: AbortSignal): Promise<void> {
  return withSystem(signal, async ({ system, programs }) => {
    const bench = { system, programs, tokens: await bidderTokens(), measuredMs: seconds * 1_000 }
    const done: LiveRound[] = []
    const run = async (work: Promise<LiveRound>): Promise<LiveRound> => {
      const round = await work
      console.error(progressOf(round))
      signal.throwIfAborted()
      return round
    }
    console.error('warm-up, not counted')
    await run(gavelRound({ ...bench, measuredMs: 5_000 }, 'direct', warmUpViewers))
    for (const count of viewers) {
      done.push(await run(bareRound(bench, count)))
      done.push(await run(gavelRound(bench, 'direct', count)))
    }
    const few = Math.min(...viewers)
    if (few <= throughWebMax) done.push(await run(gavelRound(bench, 'web', few)))
    console.log(report(done))
  })
}

async function gavelRound(bench: Bench, way: 'direct' | 'web', viewers: number): Promise<LiveRound> {
  const { system, programs, tokens, measuredMs } = bench
  const [commandApiUrl = system.webUrl] = system.commandApiUrls
  const [queryApiUrl = system.webUrl] = system.queryApiUrls
  const [auctionId = ''] = await listLots(commandApiUrl, 1)
  await catchUpMs(queryApiUrl, [{ id: auctionId, version: 1 }])
  const isDirect = way === 'direct'
  const watching = await programs.watch({
    url: `${isDirect ? queryApiUrl : system.webUrl}/v1/auctions/${auctionId}/stream`,
    viewers,
    eventsMax: eventsMax(measuredMs),
  })
  try {
    const [before, beginMs] = [await cpuSeconds(system), performance.now()]
    const bidding = await placeBids({
      url: isDirect ? commandApiUrl : system.webUrl,
      auctionId,
      tokens,
      firstAmount: startingPrice + 1,
      ...{ everyMs, leadInMs, measuredMs },
    })
    const cores = coresBetween(before, await cpuSeconds(system), performance.now() - beginMs)
    const memory = await residentBytes(system, 'query-api')
    const { bids, until, accepted, failed, refused, elapsedMs } = bidding
    const result = await watching.result({ bids, until })
    return {
      ...result,
      way,
      bidsPerSecond: (accepted * 1_000) / elapsedMs,
      bids: bids.length,
      notAccepted: failed + refused,
      residentBytes: memory,
      cores: new Map([['viewers', result.generatorCores], ...cores]),
    }
  } finally {
    await watching.close()
  }
}

async function bareRound({ programs, measuredMs }: Bench, viewers: number): Promise<LiveRound> {
  const bare = await programs.startBareStream()
  const watching = await programs.watch({ url: bare.url, viewers, eventsMax: eventsMax(measuredMs) })
  try {
    const bids = (leadInMs + measuredMs) / everyMs
    const sent = await bare.write({ bids, everyMs, uncounted: leadInMs / everyMs })
    const result = await watching.result(sent)
    return {
      ...result,
      way: 'bare',
      bidsPerSecond: 1_000 / everyMs,
      bids: sent.bids.length,
      notAccepted: 0,
      residentBytes: sent.residentBytes,
      cores: new Map([
        ['viewers', result.generatorCores],
        ['bare Node', sent.cores],
      ]),
    }
  } finally {
    await watching.close()
    await bare.stop()
  }
}

/** One for each bid, and what there is beside. */
const eventsMax = (measuredMs: number): number => (leadInMs + measuredMs) / everyMs + 10
