/** The migrations in the folder and those in the database do not go together, or one of them failed. Nothing was changed. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}
