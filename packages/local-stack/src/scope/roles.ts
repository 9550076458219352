export const serviceRoles = ['command', 'query', 'projector', 'scheduler'] as const
/** A service that has a schema of its own, by that schema's name. */
export type ServiceRole = (typeof serviceRoles)[number]

/** The role in Postgres; in development its password is the same word. */
export const roleName = (role: ServiceRole): string => `gavel_${role}`
