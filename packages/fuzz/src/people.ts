import { developmentToken } from '@gavel/launcher'

/** Whoever asks: everybody has the rights of a bidder, and what he has listed, bid and ordered is his. */
export const people = {
  nobody: undefined,
  bidder: 501,
  seller: 101,
  administrator: 100,
} as const

export type Person = keyof typeof people
export const rival = 502
/** What nobody asks about is this one's. */
export const nobodysPaddle = 503

export const tokenOf = (paddleNumber: number): Promise<string> =>
  developmentToken(
    `person-${paddleNumber}`,
    paddleNumber,
    paddleNumber === people.administrator ? ['bidder', 'administrator'] : ['bidder'],
  )
