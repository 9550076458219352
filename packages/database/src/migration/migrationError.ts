/**
 * The migrations in the folder and those in the database do not go together, or one of them failed.
 * What failed left nothing behind; those before it stay applied.
 */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}
