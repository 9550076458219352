import { type Html, html } from '../plainPage/html.ts'
import { nameIn, type Schema } from './schema.ts'
import { words } from './words.ts'

/** What it is, in a line: `integer, 1 to 100`. */
export function typeText(schema: Schema): Html {
  if (schema.$ref !== undefined) {
    const name = nameIn(schema.$ref)
    return html`<a href="#schema-${name}">${name}</a>`
  }
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return either(choices.map(typeText))
  if (schema.enum !== undefined) return either(schema.enum.map((value) => html`<code>${JSON.stringify(value)}</code>`))
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`
  if (schema.items !== undefined) return html`list${limits(schema)} of: ${typeText(schema.items)}`
  return html`${[schema.type ?? 'anything'].flat().join(' or ')}${schema.format === undefined ? '' : ` (${schema.format})`}${limits(schema)}`
}

const either = (choices: readonly Html[]): Html =>
  html`${choices.map((choice, index) => (index === 0 ? choice : html` or ${choice}`))}`

function limits(schema: Schema): Html {
  const { minimum, exclusiveMinimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema
  const least = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + 1)
  const told = [
    range(least, maximum),
    range(minLength, maxLength, ' characters'),
    range(minItems, maxItems, ' entries'),
  ].filter((text) => text !== '')
  const pattered = pattern === undefined ? html`` : html`, as <code>${pattern}</code>`
  return html`${told.map((text) => html`, ${text}`)}${pattered}`
}

function range(least: number | undefined, most: number | undefined, what = ''): string {
  if (least !== undefined && most !== undefined) return `${least} to ${most}${what}`
  if (least !== undefined) return `at least ${least}${what}`
  return most === undefined ? '' : `at most ${most}${what}`
}

/** The fields of an object, of the entries of a list of them, or of each kind that it may be. */
export function fieldsView(schema: Schema): Html {
  const { properties, required = [], items } = schema
  const kinds = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(items === undefined ? [] : [items])]
  if (properties === undefined) return html`${kinds.map(fieldsView)}`
  const fields = Object.entries(properties).map(([name, field]) => {
    const missing = required.includes(name) ? '' : ' (may be missing)'
    const usual =
      field.default === undefined ? html`` : html`; <code>${JSON.stringify(field.default)}</code> if left out`
    const about = field.description === undefined ? html`` : html`: ${words(field.description)}`
    return html`<li><code>${name}</code>${missing} <span class="soft">${typeText(field)}${usual}</span>${about}${fieldsView(field)}</li>
`
  })
  return html`<ul class="fields">
${fields}</ul>`
}
