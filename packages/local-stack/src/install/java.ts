import { join } from 'node:path'
import { run } from '../system/run.ts'

export type Java = { command: string; home: string }

const oldestMajor = 17

/** The Java of JAVA_HOME, else the one on PATH; undefined when there is none, or one older than 17. */
export async function findJava(): Promise<Java | undefined> {
  const { JAVA_HOME } = process.env
  for (const command of [...(JAVA_HOME ? [join(JAVA_HOME, 'bin', 'java')] : []), 'java']) {
    const java = await examine(command)
    if (java) return java
  }
  return undefined
}

async function examine(command: string): Promise<Java | undefined> {
  try {
    const properties = await run(command, ['-XshowSettings:properties', '-version'], { limitMs: 20_000 })
    const home = /java\.home = (.*\S)/.exec(properties)?.[1]
    const major = Number(/java\.specification\.version = (\d+)/.exec(properties)?.[1])
    return home && major >= oldestMajor ? { command: join(home, 'bin', 'java'), home } : undefined
  } catch {
    return undefined
  }
}
