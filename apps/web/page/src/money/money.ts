/** Digits behind the point of a currency: 0 for KRW and JPY, 2 for USD. A code that nobody knows has 2. */
export function fractionDigits(currency: string): number {
  try {
    const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    return maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

/** An amount in minor units as people of this language read it. */
export function formatMoney(amount: number, currency: string, language: string): string {
  const digits = fractionDigits(currency)
  const units = amount / 10 ** digits
  try {
    return new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
      units,
    )
  } catch {
    return `${units} ${currency}`
  }
}

/** An amount as it stands in a field: digits and a point, no grouping. */
export function moneyInField(amount: number, currency: string): string {
  const digits = fractionDigits(currency)
  const text = String(amount).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const fraction = text.slice(text.length - digits)
  return Number(fraction) === 0 ? whole : `${whole}.${fraction}`
}

/** Signs that people write at an amount, whatever their language. */
const signs = /[₩¥￥$€£元円원]/g

/**
 * Minor units of what somebody typed; undefined when it is no amount: what is not understood (5만, 5k) is never left out.
 * A comma is grouping where three digits follow it and a decimal point elsewhere, so that both ways of writing are
 * understood and 1,5 never becomes 15.
 */
export function parseMoney(typed: string, currency: string): number | undefined {
  const digits = fractionDigits(currency)
  const plain = typed
    .replaceAll(new RegExp(currency, 'gi'), '')
    .replaceAll(signs, '')
    .replaceAll(/[\s'_\u00a0\u202f]/g, '')
    .replaceAll(/,(?=\d{3}(?:\D|$))/g, '')
    .replace(',', '.')
  const [, whole, fraction = ''] = /^(\d{1,15})(?:\.(\d*))?$/.exec(plain) ?? []
  if (whole === undefined || fraction.length > digits) return undefined
  const amount = Number(whole + fraction.padEnd(digits, '0'))
  return Number.isSafeInteger(amount) ? amount : undefined
}
