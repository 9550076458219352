import type { z } from 'zod'
import type { ProblemCode } from '../problem/catalogue.ts'

export type Answer = {
  /** What it means, for people. */
  words: string
  /** None: an answer without a body. */
  body?: z.ZodType
  /** JSON when left out. Of any other the body is described and not checked. */
  mediaType?: string
  headers?: readonly string[]
}

/** How the older services tell errors, which the problems of `/v1` are translated to. */
export type ClassicErrors = { body: z.ZodType; statuses: Readonly<Record<number, string>> }

/** A route as its clients see it. It lies beside the route, and is made of the schemas that check the input. */
export type Operation = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As express has it: `:name` is a part that the client fills in. */
  path: string
  tag: string
  summary: string
  description?: string
  /** `optional`: says more to somebody who is signed in. */
  token: 'none' | 'optional' | 'member' | 'administrator'
  /** What the parts of the path are, by their names. */
  parts?: Readonly<Record<string, string>>
  query?: z.ZodObject
  body?: z.ZodType
  /** Takes the body as a form too. */
  forms?: true
  /** Honours Idempotency-Key. */
  keyed?: true
  /** Other request headers, with what they are. */
  headers?: Readonly<Record<string, string>>
  answers: Readonly<Record<number, Answer>>
  /** Beside those that follow from the rest. */
  problems?: readonly ProblemCode[]
  classic?: ClassicErrors
}

/** An answer in JSON. */
export const json = (body: z.ZodType, words: string, ...headers: readonly string[]): Answer => ({
  words,
  body,
  headers,
})
