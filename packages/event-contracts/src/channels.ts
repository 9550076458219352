import type { z } from 'zod'
import { auctionCommand, auctionCommandVersions } from './auction/commands.ts'
import { auctionFact, auctionFactVersions } from './auction/facts.ts'
import { auctionView, auctionViewVersions } from './auction/views.ts'
import { catalogFact, catalogFactVersions } from './catalog/facts.ts'
import { catalogView, catalogViewVersions } from './catalog/views.ts'
import { memberFact, memberFactVersions } from './member/facts.ts'
import { memberView, memberViewVersions } from './member/views.ts'
import { orderCommand, orderCommandVersions } from './order/commands.ts'
import { orderFact, orderFactVersions } from './order/facts.ts'
import { orderViewMessage, orderViewVersions } from './order/views.ts'
import { type TopicSpec, topicSpecs } from './topics.ts'
import type { VersionHistory } from './wire/versions.ts'

/** A message of a topic, in its newest schema version. */
export type ChannelMessage = { type: string; schemaVersion: number; data: z.ZodType }

/** Who says what to whom, and where: what asyncapi.yaml is made of. */
export type Channel = {
  topic: TopicSpec
  summary: string
  /** What a message's key is. */
  key: string
  from: string
  to: readonly string[]
  messages: readonly ChannelMessage[]
}

type Union = { options: readonly { shape: { type: z.ZodLiteral<string>; data: z.ZodType } }[] }
type Versions = Readonly<Record<string, VersionHistory>>

const messagesOf = ({ options }: Union, versions: Versions): readonly ChannelMessage[] =>
  options.map(({ shape: { type, data } }) => {
    const history = versions[type.value]
    if (history === undefined) throw new Error(`${type.value} has no version`)
    return { type: type.value, schemaVersion: history.current, data }
  })

const only = (messages: readonly ChannelMessage[], type: string) => messages.filter((message) => message.type === type)

const events = { from: 'command-api', key: 'The id of the stream.' }
const views = { from: 'projector', to: ['query-api'] }
const lotViews = messagesOf(auctionView, auctionViewVersions)

const said: Readonly<Record<string, Omit<Channel, 'topic'>>> = {
  'auction.events': {
    ...events,
    summary: 'Everything that has happened to lots.',
    // command-api makes the orders of sales.
    to: ['projector', 'scheduler', 'command-api'],
    messages: messagesOf(auctionFact, auctionFactVersions),
  },
  'auction.commands': {
    summary: 'What is due of lots. Sent again until the event that answers it is seen.',
    key: 'The id of the lot.',
    from: 'scheduler',
    to: ['command-api'],
    messages: messagesOf(auctionCommand, auctionCommandVersions),
  },
  'auction.views': {
    ...views,
    summary: 'Each lot as it stands.',
    key: 'The id of the lot.',
    messages: only(lotViews, 'lot.view'),
  },
  'bid.views': {
    ...views,
    summary: 'Each entry of each list of bids.',
    key: 'The id of the bid; it lies on the partition of its lot.',
    messages: only(lotViews, 'bid.view'),
  },
  'user.events': {
    ...events,
    summary: 'What members have changed of what they keep for themselves.',
    to: ['projector'],
    messages: messagesOf(memberFact, memberFactVersions),
  },
  'user.views': {
    ...views,
    summary: 'What each member watches, and whom he blocks.',
    key: 'The member and what he has marked; it lies on the partition of the member.',
    messages: messagesOf(memberView, memberViewVersions),
  },
  'catalog.events': {
    ...events,
    summary: 'Everything that has happened to categories, products and SKUs.',
    to: ['projector'],
    messages: messagesOf(catalogFact, catalogFactVersions),
  },
  'catalog.views': {
    ...views,
    summary: 'Each category, product and SKU as it stands.',
    key: 'The id of what it shows.',
    messages: messagesOf(catalogView, catalogViewVersions),
  },
  'order.events': {
    ...events,
    summary: 'Everything that has happened to orders.',
    to: ['projector', 'scheduler'],
    messages: messagesOf(orderFact, orderFactVersions),
  },
  'order.commands': {
    summary: 'What is due of orders. Sent again until the event that answers it is seen.',
    key: 'The id of the order.',
    from: 'scheduler',
    to: ['command-api'],
    messages: messagesOf(orderCommand, orderCommandVersions),
  },
  'order.views': {
    ...views,
    summary: 'Each order as it stands.',
    key: 'The id of the order.',
    messages: messagesOf(orderViewMessage, orderViewVersions),
  },
}

/** Every topic there is, in the order of `topicSpecs`. */
export const channels: readonly Channel[] = topicSpecs.map((topic) => {
  const channel = said[topic.name]
  if (channel === undefined) throw new Error(`nothing is said of the topic ${topic.name}`)
  return { topic, ...channel }
})
