import { z } from 'zod'

/** So many in so many seconds; null: as many as they like. */
export type LimitSetting = { count: number; seconds: number } | null

const message = 'must be <count>/<seconds>, such as 30/10, or off'

/** The text of a variable. */
export const limitText = z
  .string()
  .regex(/^(off|[1-9]\d{0,8}\/[1-9]\d{0,5})$/, message)
  .transform((text): LimitSetting => {
    const [count = 0, seconds = 0] = text.split('/').map(Number)
    return text === 'off' ? null : { count, seconds }
  })
