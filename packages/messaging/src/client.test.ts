import { describe, expect, it } from '@jest/globals'
import { brokerList } from './client.ts'

describe('the list of brokers', () => {
  it('is separated by commas, blanks do not matter', () => {
    expect(brokerList('a:1, b:2,,c:3 ')).toEqual(['a:1', 'b:2', 'c:3'])
  })

  it('is not empty', () => {
    expect(() => brokerList(' , ')).toThrow('No Kafka broker')
  })
})
