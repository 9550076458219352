/** A form has only text; its integers are read as such, anything else is left for the schema to refuse. */
export function formValues(form: Record<string, unknown>): Record<string, unknown> {
  const read = ([name, value]: [string, unknown]): [string, unknown] => [
    name,
    typeof value === 'string' && /^-?[0-9]{1,16}$/.test(value) ? Number(value) : value,
  ]
  return Object.fromEntries(Object.entries(form).map(read))
}
