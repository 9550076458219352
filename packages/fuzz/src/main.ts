import { interruption } from '@gavel/launcher'
import { runAwkward } from './awkward/runAwkward.ts'
import { furnish } from './furnish.ts'
import { withHouse } from './house.ts'
import { knownOf } from './known.ts'
import { nobodysPaddle, people, tokenOf } from './people.ts'
import { pythonPrograms } from './python.ts'
import { runSchemathesis } from './schemathesis.ts'
import { readSettings, type Settings, usage } from './settings.ts'

const { signal } = interruption()

fuzz(settingsGiven()).then(
  (isWell) => process.exit(isWell ? 0 : 1),
  (error: unknown) => {
    if (!signal.aborted) console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)

/** Whether nothing was found. */
async function fuzz(settings: Settings): Promise<boolean> {
  const programs = await pythonPrograms(signal)
  return withHouse({ instances: settings.instances, signal }, async ({ webUrl }) => {
    const summary: string[] = []
    let isWell = true
    for (const person of settings.as) {
      const paddleNumber = people[person]
      const there = await furnish(webUrl, paddleNumber ?? nobodysPaddle)
      const token = paddleNumber === undefined ? undefined : await tokenOf(paddleNumber)
      console.log(`\n== as ${person}, by openapi.yaml, with seed ${settings.seed}`)
      const code = await runSchemathesis({ programs, webUrl, person, token, known: knownOf(there), settings, signal })
      isWell &&= code === 0
      summary.push(`as ${person}, by openapi.yaml: ${code === 0 ? 'nothing found' : `see above (exit code ${code})`}`)

      console.log(`\n== as ${person}, awkward requests`)
      const { sent, found } = await runAwkward({ webUrl, there, token, signal })
      for (const each of found) console.log(each)
      isWell &&= found.length === 0
      summary.push(`as ${person}, awkward requests: ${sent} sent, ${found.length} found`)
    }
    console.log(`\n${summary.join('\n')}`)
    return isWell
  })
}

function settingsGiven(): Settings {
  try {
    return readSettings(process.argv.slice(2))
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
    process.exit(1)
  }
}
