import { useEffect, useRef } from 'react'
import type { PublicLot } from '../api/lot.ts'
import { milestoneBetween } from '../clock/remaining.ts'
import { useServerNow } from '../clock/useServerNow.ts'
import { useSpeech } from '../language/LanguageProvider.tsx'
import { useAnnouncer } from '../look/Announcer.tsx'
import type { Standing } from './standing.ts'

/** What is said aloud of a lot: outbid at once, the rest when there is a pause, and never each second. */
export function useAnnouncements(lot: PublicLot, standing: Standing): void {
  const { t, money, clock } = useSpeech()
  const { mention, alert } = useAnnouncer()
  const before = useRef({ lot, standing })
  useEffect(() => {
    const { lot: then, standing: stood } = before.current
    before.current = { lot, standing }
    if (then === lot && stood === standing) return
    const led = stood === 'leading' || stood === 'leading_reserve_not_met'
    if (led && standing === 'outbid') alert(t.bid.outbidNow(money(lot.price, lot.currency)))
    if (standing !== stood && standing === 'won') alert(t.bid.won)
    const milestones = [
      standing !== stood && standing === 'leading' ? t.bid.leading : '',
      lot.extensions > then.extensions ? t.lot.extendedNow(clock(lot.endsAt)) : '',
      lot.status !== then.status && lot.status === 'active' ? t.time.opened : '',
      lot.status !== then.status && lot.status === 'completed' && standing !== 'won' ? t.time.over : '',
    ].filter((words) => words !== '')
    if (milestones.length > 0) mention(milestones.join(' '))
  }, [lot, standing, t, money, clock, mention, alert])

  const leftSec = Math.ceil((Date.parse(lot.endsAt) - useServerNow()) / 1_000)
  const leftBefore = useRef(leftSec)
  useEffect(() => {
    const milestone = milestoneBetween(leftBefore.current, leftSec)
    leftBefore.current = leftSec
    if (milestone === undefined || lot.status !== 'active') return
    mention(milestone >= 60 ? t.time.minutesLeft(milestone / 60) : t.time.lastSeconds(milestone))
  }, [leftSec, lot.status, mention, t])
}
