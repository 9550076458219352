import { samplePeople, samplePersonsToken } from './people.ts'
import type { Listing } from './samples/seed.ts'
import type { Shelved } from './samples/shelve.ts'

/** What a newcomer sees when everything runs: where, who he may be, three things to try on the given lot, the shop. */
export async function welcome(
  webUrl: string,
  { lot, products }: { lot: Listing | undefined; products: readonly Shelved[] },
): Promise<string> {
  const { bob, carol } = samplePeople
  const bobsToken = await samplePersonsToken('bob')
  const carolsToken = await samplePersonsToken('carol')
  return `
Gavel is running at ${webUrl}

Open it in a browser, sign up, and bid${lot === undefined ? '' : `, on ${webUrl}/lots/${lot.lotNumber} for one`}; in another browser be somebody else.

Without a browser: be bob (paddle ${bob}) for 12 hours:

export GAVEL_TOKEN=${bobsToken}

or, to bid against him from another terminal, carol (paddle ${carol}):

export GAVEL_TOKEN=${carolsToken}

alice, who sells the samples, and root, an administrator: pnpm --silent dev:token alice, pnpm --silent dev:token root
${lot === undefined ? '' : thingsToTry(webUrl, lot)}
${products.length === 0 ? '' : shopLine(webUrl, products)}

Ctrl-C stops everything; the data stays for the next start.
`
}

function thingsToTry(webUrl: string, { lotNumber, title, minimumBid }: Listing): string {
  const lotUrl = `${webUrl}/v1/auctions/${lotNumber}`
  const bid = JSON.stringify({ type: 'exact', amount: minimumBid })
  return `
Look at lot ${lotNumber} (${title}), watch it live, bid on it:

curl ${lotUrl}
curl -N ${lotUrl}/stream
curl ${lotUrl}/bids -H "Authorization: Bearer $GAVEL_TOKEN" -H 'Content-Type: application/json' -d '${bid}'
`
}

function shopLine(webUrl: string, products: readonly Shelved[]): string {
  const told = products.map(({ productNumber, name, skus }) => {
    const codes = skus.map(({ skuNumber, code }) => `SKU ${skuNumber} ${code}`)
    return `${productNumber} (${name}: ${codes.join(', ')})`
  })
  return `In the shop: products ${told.join(' and ')}; curl ${webUrl}/v1/products`
}
