import type express from 'express'
import { z } from 'zod'
import type { Operation } from '../openapi/operation.ts'
import { problemsOf } from '../openapi/problems.ts'
import { problemCatalogue } from '../problem/catalogue.ts'

/** What was seen of an app's answers. */
export type AnswerCheck = {
  /** Answers that are not as they are described. */
  faults: readonly string[]
  /** What has been answered well, such as `get /v1/time 200`. */
  seen: ReadonlySet<string>
}

const methods = ['get', 'post', 'put', 'patch', 'delete']
const problem = z.looseObject({ code: z.string() })

/** Holds every answer that the app gives from now on against its description. Costs time and memory: for tests. */
export function checkAnswers(app: express.Express, operations: readonly Operation[]): AnswerCheck {
  const faults: string[] = []
  const seen = new Set<string>()
  const patterns = operations.map((operation) => ({ operation, pattern: patternOf(operation.path) }))

  app.use((req, res, next) => {
    const asked = patterns.find(
      ({ operation, pattern }) => operation.method === req.method.toLowerCase() && pattern.test(req.path),
    )
    if (asked === undefined || !methods.includes(asked.operation.method)) return next()
    const { operation } = asked
    const end = res.end
    let text = ''
    // Set as a property of any type: what express and Node say of `end` are four signatures of one function.
    Reflect.set(res, 'end', (...sent: readonly unknown[]) => {
      const [body] = sent
      if (typeof body === 'string' || Buffer.isBuffer(body)) text = body.toString()
      return Reflect.apply(end, res, sent)
    })
    res.once('finish', () => {
      const name = `${operation.method} ${operation.path} ${res.statusCode}`
      const fault = faultOf(operation, res.statusCode, String(res.getHeader('Content-Type') ?? ''), text)
      if (fault === undefined) seen.add(name)
      else faults.push(`${name}: ${fault}`)
    })
    next()
  })
  // Before all that answers.
  const layer = app.router.stack.pop()
  if (layer !== undefined) app.router.stack.unshift(layer)
  return { faults, seen }
}

/** @throws Error that names what was not as described */
export function throwFaults(checks: readonly AnswerCheck[]): void {
  const faults = new Set(checks.flatMap((check) => check.faults))
  if (faults.size > 0) throw new Error(`answers that are not as they are described:\n${[...faults].join('\n')}`)
}

// What is named letter by letter is meant before what is filled in: such are described first.
const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}/?$`, 'i')

function faultOf(operation: Operation, status: number, mediaType: string, text: string): string | undefined {
  const { answers, classic } = operation
  const answer = answers[status]
  if (mediaType.startsWith('application/problem+json')) return problemFault(operation, status, text)
  if (answer === undefined) {
    if (classic?.statuses[status] === undefined) return `not described: ${text}`
    return bodyFault(classic.body, text)
  }
  if (answer.body === undefined) return text === '' ? undefined : `has a body: ${text}`
  const expected = answer.mediaType ?? 'application/json'
  if (!mediaType.startsWith(expected)) return `is ${mediaType}`
  return answer.mediaType === undefined ? bodyFault(answer.body, text) : undefined
}

function problemFault(operation: Operation, status: number, text: string): string | undefined {
  const { code } = problem.parse(JSON.parse(text))
  // What any route may meet with, whatever it describes.
  if (code === 'internal' || (code === 'unavailable' && operation.classic !== undefined)) return undefined
  const described = operation.classic === undefined && problemsOf(operation).some((one) => one === code)
  const isCode = Object.entries(problemCatalogue).some(([name, { status: its }]) => name === code && its === status)
  return described && isCode ? undefined : `the problem ${code} is not described`
}

function bodyFault(schema: z.ZodType, text: string): string | undefined {
  const { error } = schema.safeParse(JSON.parse(text))
  return error === undefined ? undefined : `${z.prettifyError(error)} in ${text}`
}
