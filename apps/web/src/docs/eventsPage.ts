import { z } from 'zod'
import { html } from '../plainPage/html.ts'
import { folded, page, type Section } from './layout.ts'
import { schema } from './schema.ts'
import { fieldsView } from './schemaView.ts'
import { words } from './words.ts'

const document = z.object({
  info: z.object({ description: z.string() }),
  channels: z.record(
    z.string(),
    z.object({ summary: z.string(), messages: z.record(z.string(), z.unknown()), bindings: z.unknown() }),
  ),
  operations: z.record(
    z.string(),
    z.object({ action: z.enum(['send', 'receive']), channel: z.object({ $ref: z.string() }) }),
  ),
  components: z.object({
    messages: z.record(z.string(), z.object({ 'x-schema-version': z.number(), payload: schema })),
    schemas: z.record(z.string(), schema),
  }),
})

/** asyncapi.yaml for people. @throws when it is not what `pnpm contracts` makes */
export function eventsPage(asyncapi: unknown): string {
  const { info, channels, operations, components } = document.parse(asyncapi)
  const whoDoes = (action: 'send' | 'receive', channel: string): string =>
    Object.entries(operations)
      .filter(([, told]) => told.action === action && told.channel.$ref === `#/channels/${channel}`)
      .map(([id]) => id.slice(0, id.indexOf('.')))
      .join(', ')

  const topics = Object.entries(channels).map(([name, { summary, messages }]): Section => {
    const told = Object.keys(messages).flatMap((type) => {
      const message = components.messages[type]
      if (message === undefined) return []
      const version = html`<span class="soft">version ${String(message['x-schema-version'])}</span>`
      return [folded(`message-${type}`, html`<code>${type}</code> ${version}`, fieldsView(message.payload))]
    })
    return {
      id: name,
      name,
      about: html`<p>${words(summary)} From ${whoDoes('send', name)} to ${whoDoes('receive', name)}.</p>`,
      body: html`${told}`,
    }
  })
  const headers = Object.entries(components.schemas).map(([name, told]) =>
    folded(`schema-${name}`, html`<code>${name}</code>`, fieldsView(told)),
  )
  return page('Gavel’s topics', info.description, [
    ...topics,
    { id: 'headers', name: 'Headers of every message', about: html``, body: html`${headers}` },
  ])
}
