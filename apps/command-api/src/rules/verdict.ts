/**
 * What a rule decides: facts to append (none when there is nothing left to do) and an answer, or a refusal, which is an
 * expected outcome and no error.
 */
export type Verdict<Fact, Answer, Reason> = { accepted: true; facts: readonly Fact[]; answer: Answer } | Refused<Reason>

export type Refused<Reason> = { accepted: false; refusal: Reason }

export const accept = <Fact, Answer>(facts: readonly Fact[], answer: Answer) => ({
  accepted: true as const,
  facts,
  answer,
})

export const refuse = <Reason>(refusal: Reason) => ({ accepted: false as const, refusal })
