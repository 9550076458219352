import { describe, expect, it } from '@jest/globals'
import { problemCatalogue } from './catalogue.ts'
import { Problem } from './problem.ts'

describe('Problem', () => {
  it('is a body of RFC 9457 with its code and what was added', () => {
    const problem = new Problem('low_bid', { detail: 'At least 125.', extra: { minimumBid: 125 } })
    expect(problem.toJSON('/v1/auctions/1/bids')).toEqual({
      type: 'urn:gavel:problem:low_bid',
      title: 'The bid is too low',
      status: 409,
      code: 'low_bid',
      detail: 'At least 125.',
      instance: '/v1/auctions/1/bids',
      minimumBid: 125,
    })
  })

  it('lets no extra member pass for a standard one, and shows no cause', () => {
    const cause = new Error('select * from secrets')
    const body = new Problem('internal', { cause, extra: { status: 200, code: 'fine' } }).toJSON('/')
    expect(body).toMatchObject({ status: 500, code: 'internal' })
    expect(JSON.stringify(body)).not.toContain('secrets')
  })

  it('has a catalogue of stable codes with HTTP statuses', () => {
    for (const [code, { status, title }] of Object.entries(problemCatalogue)) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
      expect(status === 202 || (status >= 400 && status < 600)).toBe(true)
      expect(title).not.toBe('')
    }
  })
})
