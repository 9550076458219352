export { countIn, givenTo, instantIn, noneOf, onlyOne, runCommand } from './command.ts'
export { readLines, writeLine } from './lines.ts'
export { onStore } from './onStore.ts'
export { type Preparing, prepareService, preparing } from './prepare.ts'
export { fillFrom } from './rebuild/fillFrom.ts'
export { rebuild } from './rebuild/rebuild.ts'
export { clipped, table } from './table.ts'
export { CutShort, UsageError } from './told.ts'
export { type CheckOptions, checkKind, type KindCheck } from './views/checkKind.ts'
export {
  type CheckLine,
  checkLine,
  type Finding,
  lineOf,
  type OfStream,
  type StreamName,
  wireOf,
} from './views/checkLine.ts'
export { checkLots, type LotCheck } from './views/checkLots.ts'
export { idsIn } from './views/idsIn.ts'
export { type InTurn, inTurn } from './views/inTurn.ts'
export { type CheckedKind, checkedKinds, nameOf, partsOf } from './views/kinds.ts'
export type { Stored, StoredAt, StoredLots } from './views/stored.ts'
export { marksAt, viewAt } from './views/storedAt.ts'
