import { describe, expect, it } from '@jest/globals'
import { describedRoutes } from '../src/awkward/routes.ts'
import { faultOf } from '../src/awkward/runAwkward.ts'
import { trialsOn } from '../src/awkward/trials.ts'
import { bytesOf } from '../src/awkward/wire.ts'
import { knownOf } from '../src/known.ts'
import { findPython } from '../src/python.ts'
import { readSettings } from '../src/settings.ts'
import { furniture } from './furniture.ts'

describe('what is known', () => {
  it('is of routes and parameters that openapi.yaml has', () => {
    const routes = new Map(describedRoutes().map((route) => [`${route.method} ${route.path}`, route]))
    for (const [name, places] of Object.entries(knownOf(furniture))) {
      const route = routes.get(name)
      expect({ name, isRoute: route !== undefined }).toEqual({ name, isRoute: true })
      for (const [place, values] of Object.entries(places)) {
        const [where, field = ''] = place.split('.')
        if (where === 'path') expect(route?.path).toContain(`{${field}}`)
        if (where === 'query') expect(route?.query).toContain(field)
        expect({ name, place, count: values.length }).not.toMatchObject({ count: 0 })
      }
    }
  })
})

describe('awkward requests', () => {
  const trials = [...trialsOn(furniture, 'a.b.c')]

  it('go to every route that takes something', () => {
    expect(trials.length).toBeGreaterThan(5_000)
    for (const { method, path, query } of describedRoutes()) {
      if (query.length === 0) continue
      const start = `${method} ${path.replaceAll(/\{\w+\}/g, String(furniture.lotNumbers[0]))}`
      expect(trials.some(({ what }) => what.startsWith(start))).toBe(true)
    }
  })

  it('are bytes, in a head of one line each', () => {
    for (const { wire } of trials) {
      const { body: _, ...head } = wire
      const text = bytesOf(head, 'host').toString('latin1')
      expect(text.startsWith(`${wire.method} ${wire.target} HTTP/1.1\r\n`)).toBe(true)
      expect(text.indexOf('\r\n\r\n')).toBe(text.length - 4)
    }
  })
})

describe('a fault', () => {
  const trial = { what: '', wire: { method: 'GET', target: '/' }, mayPass: false, isHttp: true }
  const head = (status: number, type = 'application/problem+json') => `HTTP/1.1 ${status} X\r\nContent-Type: ${type}`

  it.each([
    ['is an answer of 5xx', { status: 500, head: head(500), body: '{}' }],
    ['is to take what should be refused', { status: 201, head: head(201), body: '' }],
    ['is a page of somebody else', { status: 400, head: head(400, 'text/html'), body: '<h1>' }],
    ['is a header that the client wrote', { status: 404, head: `${head(404)}\r\nX-Injected: yes`, body: '{}' }],
    ['is no answer', undefined],
  ])('%s', (_what, answered) => expect(faultOf(trial, answered)).toEqual(expect.any(String)))

  it('is no refusal', () => expect(faultOf(trial, { status: 422, head: head(422), body: '{}' })).toBeUndefined())
})

it('says which option is wrong', () => {
  expect(readSettings(['--seed', '7', '--as', 'nobody,seller'])).toMatchObject({ seed: 7, as: ['nobody', 'seller'] })
  expect(() => readSettings(['--max-examples', '0'])).toThrow('maxExamples')
  expect(() => readSettings(['--as', 'thief'])).toThrow('as')
})

it('says what to install where there is no Python', async () => {
  await expect(findPython('/nowhere/python3')).rejects.toThrow('Install Python 3.10 or newer')
})
