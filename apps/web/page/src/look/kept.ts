/** What this browser remembers of how somebody likes the page. Never who he is. */
type Name = 'language' | 'look' | 'noticesSeen'

export function kept(name: Name): string | null {
  try {
    return localStorage.getItem(`gavel-${name}`)
  } catch {
    // Storage is closed: everything works, it is just not remembered.
    return null
  }
}

export function keep(name: Name, value: string): void {
  try {
    localStorage.setItem(`gavel-${name}`, value)
  } catch {
    // As above.
  }
}
