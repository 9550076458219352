/** What a rule of the catalogue decides: facts to append (none when it was so already) and an answer, or a refusal. */
export type Verdict<Fact, Answer, Reason> =
  | { accepted: true; facts: readonly Fact[]; answer: Answer }
  | { accepted: false; refusal: Reason }

export const accept = <Fact, Answer>(facts: readonly Fact[], answer: Answer) => ({
  accepted: true as const,
  facts,
  answer,
})

export const refuse = <Reason>(refusal: Reason) => ({ accepted: false as const, refusal })
