import { fakeProvider } from './fakeProvider.ts'
import type { PaymentProvider } from './provider.ts'
import { withinLimits } from './withinLimits.ts'

/** By setting. A real provider is added here, as an adapter of its own. `none`: nobody can pay. */
export const paymentProviders = ['fake', 'none'] as const
export type PaymentProviderName = (typeof paymentProviders)[number]

export const paymentProvider = (
  name: PaymentProviderName,
  limits: { timeoutMs: number },
): PaymentProvider | undefined => (name === 'fake' ? withinLimits(fakeProvider, limits) : undefined)
