/** Called on the hot path: cheap, and never throwing. */
export type StoreMetrics = {
  /** A statement of the group commit has ended. */
  committed?(batch: { appends: number; events: number; durationMs: number }): void
  /** How many appends wait for a statement. */
  waiting?(appends: number): void
  /** A statement failed as a whole, and its halves are tried. */
  isolated?(appends: number, error: unknown): void
  /** A connection was lost in mid-append; whether its outcome could be found out. */
  connectionLost?(appends: number, known: boolean): void
}
