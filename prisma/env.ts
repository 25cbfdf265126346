/** What the migration is given: the database, as the role `migrator`. */
export const databaseUrl = process.env['DATABASE_URL'];
