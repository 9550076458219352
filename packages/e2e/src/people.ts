import { developmentToken } from '@gavel/launcher'

const tokens = new Map<number, Promise<string>>()

/** Whoever holds the paddle; signed once, since a signature is dear. */
export function tokenOf(paddleNumber: number): Promise<string> {
  const known = tokens.get(paddleNumber)
  if (known !== undefined) return known
  const token = developmentToken(`person-${paddleNumber}`, paddleNumber)
  tokens.set(paddleNumber, token)
  return token
}

/** Sells in every test, and never bids. */
export const sellersPaddle = 100
