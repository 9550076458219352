import { useQuery } from '@tanstack/react-query'
import { lotForViewer } from '../api/lot.ts'
import type { Order } from '../api/order.ts'
import { ask } from '../api/request.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { itemName } from './itemName.ts'

/** What an order is for; a lot by its title too, which is what people remember, as soon as that is here. */
export function ItemName({ order }: { order: Order }) {
  const { t } = useSpeech()
  const { item } = order
  const auctionId = item.kind === 'lot' ? item.auctionId : ''
  const { data: title } = useQuery({
    queryKey: ['lot-title', auctionId],
    queryFn: ({ signal }) => ask(lotForViewer, `/v1/auctions/${auctionId}`, { signal }),
    enabled: auctionId !== '',
    staleTime: Number.POSITIVE_INFINITY,
    select: (lot) => lot.title,
  })
  return title === undefined ? itemName(order, t) : `${itemName(order, t)}: ${title}`
}
