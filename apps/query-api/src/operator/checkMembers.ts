import type { MemberView, WireInput } from '@gavel/event-contracts'
import { type KindCheck, marksAt, type OfStream } from '@gavel/operator'

/** A view is of one thing that a member watches or blocks: what is stored is held against all of his up to it. */
export function checkMembers(check: KindCheck, read: (input: WireInput) => MemberView) {
  let marks = new Map<string, { version: number; isOn: boolean; at: string }>()
  return {
    check: {
      ...check,
      begin(userId: string) {
        marks = new Map()
        return check.begin(userId)
      },
    },
    take(input: WireInput, { version }: OfStream): void {
      const { type, data } = read(input)
      const { version: of, at } = data
      if (type === 'watch.view') marks.set(`watch:${data.auctionId}`, { version: of, isOn: data.watching, at })
      else marks.set(`block:${data.paddleNumber}`, { version: of, isOn: data.blocked, at })
      check.folded(version, () => marksAt(marks))
    },
  }
}
