import { z } from 'zod'

export type JsonSchema = Readonly<Record<string, unknown>>

const written = new WeakMap<object, z.ZodType>()

/**
 * Says how the input of `schema` is written where the schema itself cannot tell: behind a function of ours it may take
 * more, or less, than JSON Schema can see. Goes around the last of `refine` and `transform`, which make a schema anew.
 */
export function writtenAs<Schema extends z.ZodType>(schema: Schema, form: z.ZodType): Schema {
  written.set(schema, form)
  return schema
}

/** Schemas in JSON Schema 2020-12; those with an id (`meta({ id })`) stand once, by their names. */
export type Schemas = {
  /** What clients send (`input`) or get (`output`). */
  of(schema: z.ZodType, io: 'input' | 'output'): JsonSchema
  named: ReadonlyMap<string, JsonSchema>
}

const record = z.record(z.string(), z.unknown())
// Within an object of its own: at the root a schema with an id would not be named.
const converted = z.looseObject({
  properties: z.object({ it: record }),
  $defs: z.record(z.string(), record).default({}),
})

/** `place`: where the named ones will stand, such as `#/components/schemas/`. */
export function createSchemas(place: string): Schemas {
  const named = new Map<string, JsonSchema>()

  return {
    named,
    of(schema, io) {
      const plain = z.toJSONSchema(z.object({ it: schema }), {
        io,
        unrepresentable: 'any',
        override: (at) => tidy(at, io),
      })
      const text = JSON.stringify(plain).replaceAll('"#/$defs/', `"${place}`)
      const { properties, $defs } = converted.parse(JSON.parse(text))
      for (const [name, definition] of Object.entries($defs)) named.set(name, definition)
      return properties.it
    },
  }
}

type Converted = { zodSchema: object; jsonSchema: Record<string, unknown> }

function tidy({ zodSchema, jsonSchema }: Converted, io: 'input' | 'output'): void {
  const form = io === 'input' ? written.get(zodSchema) : undefined
  if (form !== undefined) {
    const { $schema: _, ...better } = z.toJSONSchema(form, { io, override: (at) => tidy(at, io) })
    for (const key of Object.keys(jsonSchema)) delete jsonSchema[key]
    Object.assign(jsonSchema, better)
  }
  // What zod takes for a default of what comes out, as it cannot see that both are written alike.
  if (io === 'input' && zodSchema instanceof z.ZodDefault && written.has(zodSchema.def.innerType)) {
    jsonSchema.default = zodSchema.def.defaultValue
  }
  // Says what the format says, in half a kilobyte.
  if (typeof jsonSchema.format === 'string') delete jsonSchema.pattern
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  // What is read is data, also where an array of ours is `readonly`.
  delete jsonSchema.readOnly
  // An answer may have more fields some day: no client may rely on there being none.
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
}
