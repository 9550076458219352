type Group = { group: string; members: number }

/** A group goes with an epoch, those that feed search indices with a generation before it. */
const epochPattern = /(?:\.\d+)?\.[0-9a-f]{8}$/

/**
 * Groups that nobody reads with, while the same service reads with the group of another epoch: of tables that are gone, or,
 * after a rebuild, of the new ones until the service is started again; or of another generation of a search index. What they are behind nobody waits for.
 */
export function unusedGroups(groups: readonly Group[]): ReadonlySet<string> {
  const baseOf = ({ group }: Group) => group.replace(epochPattern, '')
  const read = new Set(groups.filter(({ members }) => members > 0).map(baseOf))
  return new Set(
    groups
      .filter((group) => group.members === 0 && epochPattern.test(group.group) && read.has(baseOf(group)))
      .map(({ group }) => group),
  )
}
