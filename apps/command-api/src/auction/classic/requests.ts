import { amountMax, lotNumber, paddleNumber } from '@gavel/event-contracts'
import { z } from 'zod'

// A negative or zero amount has the right type and is simply too low; one past every bound is no amount.
const bidAmount = z.int().min(-amountMax).max(amountMax)

export const classicBid = z.object({ item_id: lotNumber, bidder_id: paddleNumber, bid_amount: bidAmount })

export const classicPurchase = z.object({ item_id: lotNumber, buyer_id: paddleNumber })
