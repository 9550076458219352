import { isTransient } from '@gavel/database'
import {
  type AuctionCommand,
  type AuctionCommandMessage,
  auctionCommandFromWire,
  topicNames,
} from '@gavel/event-contracts'
import type { MessageConsumer, Messaging } from '@gavel/messaging'
import type { Logger } from '@gavel/service-kit'
import { NotNow } from '../notNow.ts'
import type { AuctionHouse, Rule } from './auctionHouse.ts'
import { closeAuction } from './rules/closeAuction.ts'
import { lapseOffer } from './rules/offers.ts'
import { openAuction } from './rules/openAuction.ts'
import type { ScheduleRefusal } from './rules/verdict.ts'

/**
 * Carries out what the scheduler asks through Kafka. Doubled, late and early commands are refused or find nothing left
 * to do, so a message may come as often as it likes.
 */
export function consumeScheduledCommands(options: {
  messaging: Messaging
  house: AuctionHouse
  logger: Logger
  onFatal: (error: unknown) => void
}): Promise<MessageConsumer> {
  const { house, logger } = options

  async function perform(command: AuctionCommandMessage): Promise<void> {
    const { type, data, id, metadata } = command
    const outcome = await house.execute(data.auctionId, ruleFor(command), {
      metadata: { ...metadata, causationId: id },
    })
    if (outcome.kind === 'accepted') return
    if (outcome.kind === 'refused') {
      logger.info({ type, auctionId: data.auctionId, ...outcome.refusal }, 'a scheduled command was refused')
      return
    }
    throw new NotNow(`${type} of ${data.auctionId}: ${outcome.kind}`)
  }

  return options.messaging.consume({
    groupId: 'command-api',
    topics: [topicNames.auctionCommands],
    decode: auctionCommandFromWire,
    // A lot's commands queue in its mailbox in this order; those of different lots go side by side.
    handle: async (batch) => {
      await Promise.all(batch.map(perform))
    },
    isTransient: (error) => error instanceof NotNow || isTransient(error),
    onFatal: options.onFatal,
  })
}

function ruleFor(command: AuctionCommand): Rule<null, ScheduleRefusal> {
  switch (command.type) {
    case 'auction.open':
      return openAuction
    case 'auction.close':
      return closeAuction
    case 'offer.lapse':
      return (lot, nowMs) => lapseOffer(lot, command.data, nowMs)
    default:
      return command satisfies never
  }
}
