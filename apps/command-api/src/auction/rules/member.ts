/** Whoever acts on a lot by what he is to it: its seller, its buyer, a bidder, or an administrator. */
export type Member = { id: string; isAdministrator: boolean }
