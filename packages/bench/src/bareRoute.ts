import express from 'express'

/**
 * What express alone can do on this machine: reads the same requests and answers the same JSON as a bid, an order and a search do,
 * and keeps nothing. It says its address when it listens.
 */
const app = express()
app.use(express.json())
app.post('/v1/auctions/:id/bids', (req, res) => {
  const { amount } = req.body
  res.status(201).json({
    bidId: '00000000-0000-7000-8000-000000000000',
    outcome: 'leading',
    price: amount,
    minimumBid: amount + 1,
    endsAt: '2030-01-01T00:00:00.000Z',
    version: amount,
  })
})

app.post('/v1/orders', (_req, res) => {
  res.status(201).json({
    orderId: '00000000-0000-7000-8000-000000000000',
    status: 'created',
    version: 1,
    correlationId: '00000000-0000-7000-8000-000000000000',
  })
})

/** As large as a page of a search. */
const page = {
  items: Array.from({ length: 20 }, (_, index) => ({
    id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    title: 'A lot to be found, listed by the bench',
    description: 'x'.repeat(700),
    price: 1_000 + index,
  })),
  nextCursor: null,
  total: 20,
}
app.get('/v1/search/auctions', (_req, res) => void res.json(page))

const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address !== null) console.log(`http://127.0.0.1:${address.port}`)
})
