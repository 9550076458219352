/** As our schemas are named: needs no quoting, and can not carry another setting into the connection's options. */
export function schemaName(schema: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) throw new Error(`not a name for a schema: ${JSON.stringify(schema)}`)
  return schema
}
