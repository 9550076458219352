import { type Channel, type ChannelMessage, channels, wireHeaders } from '@gavel/event-contracts'
import { createSchemas } from '@gavel/service-kit/openapi'
import { z } from 'zod'

const description = `What Gavel's services say to each other in Kafka.

Messages are CloudEvents 1.0 in binary mode: the headers say what a message is, its value is the data in JSON. A subject's events have the versions 1, 2, 3 … without a gap; a view has the version of the event it was folded to, a command has 0. Messages come at least once: whoever takes them drops the versions that he has seen.

\`ce_schemaversion\` is the version of the data's schema. What is described here is the newest; older ones stay readable for ever.`

const schemas = createSchemas('#/components/schemas/')

/** As they are written: what is read of `ce_schemaversion` is a number, and `ce_source` and the type are not needed. */
const headers = wireHeaders.extend({
  'content-type': z.literal('application/json'),
  ce_source: z.string().regex(/^\/gavel\/[a-z-]+$/),
  ce_schemaversion: z.string().regex(/^[1-9][0-9]*$/),
  ce_subjectversion: z.string().regex(/^[0-9]+$/),
})

/** Of one message of a topic, as JSON Schema. */
export const payloadOf = ({ data }: ChannelMessage): object => schemas.of(data, 'input')

/** The topics and their messages in AsyncAPI 3.0. */
export function asyncapi(): object {
  const messages = channels.flatMap((channel) => channel.messages.map((message) => messageOf(message, channel)))
  return {
    asyncapi: '3.0.0',
    info: { title: 'Gavel', version: '1', description, license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(channels.map((channel) => [channel.topic.name, channelOf(channel)])),
    operations: Object.fromEntries(channels.flatMap(operationsOf)),
    components: {
      messages: Object.fromEntries(messages),
      schemas: { CloudEventHeaders: schemas.of(headers, 'input') },
    },
  }
}

function channelOf({ topic, summary, messages }: Channel): object {
  const { name, partitions, cleanup, retentionMs } = topic
  return {
    address: name,
    summary,
    messages: Object.fromEntries(messages.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
    bindings: {
      kafka: {
        topic: name,
        partitions,
        topicConfiguration: {
          'cleanup.policy': [cleanup],
          ...(retentionMs === undefined ? {} : { 'retention.ms': retentionMs }),
        },
        bindingVersion: '0.5.0',
      },
    },
  }
}

const operationsOf = ({ topic: { name }, from, to }: Channel): readonly [string, object][] => [
  [`${from}.sends.${name}`, { action: 'send', channel: { $ref: `#/channels/${name}` } }],
  ...to.map((service): [string, object] => [
    `${service}.receives.${name}`,
    { action: 'receive', channel: { $ref: `#/channels/${name}` } },
  ]),
]

const messageOf = (message: ChannelMessage, { key }: Channel): [string, object] => [
  message.type,
  {
    name: message.type,
    'x-schema-version': message.schemaVersion,
    headers: { $ref: '#/components/schemas/CloudEventHeaders' },
    payload: payloadOf(message),
    bindings: { kafka: { key: { type: 'string', description: key }, bindingVersion: '0.5.0' } },
  },
]
