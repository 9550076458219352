import { type MemberEvent, memberEventFromWire, memberViewToWire } from '@gavel/event-contracts'
import { type CheckLine, type CheckOptions, checkKind, idsIn, lineOf, marksAt } from '@gavel/operator'
import type pg from 'pg'
import { type Mark, markKey, markOf, viewOf } from '../member/mark.ts'
import { loadMarks } from '../sql/loadMarks.ts'
import type { KindFold } from './kindFold.ts'

/** By what they are about. */
type Marks = Map<string, Mark>

const subjectOf = (mark: Mark): string => markKey(mark).slice(mark.userId.length + 1)

/** What a member watches and blocks. */
export function memberFold(
  pool: pg.Pool,
  options: CheckOptions,
  write: (line: CheckLine) => Promise<void>,
): KindFold<Marks, MemberEvent> {
  const stored = {
    async at(userId: string) {
      const marks = await loadMarks(pool, userId)
      return marks.length === 0 ? undefined : marksAt(new Map(marks.map((mark) => [subjectOf(mark), mark])))
    },
    idsBetween: idsIn(pool, 'select distinct user_id as id from member_marks'),
  }
  return {
    check: checkKind('member', stored, options),
    read: memberEventFromWire,
    // Changed where it is: there may be thousands, and nobody looks at an older one.
    next(marks = new Map(), event) {
      const mark = markOf(event)
      return marks.set(subjectOf(mark), mark)
    },
    at: marksAt,
    tell: (_, event, of) => write(lineOf('view', of, memberViewToWire(viewOf(markOf(event), event.metadata)))),
  }
}
