/** The database as a worker process begins with it: reachable, new enough, under its own role. */
import { checkRole, type Database, explainRole, openDatabase } from '@ultrathink/db';
import { type CheckFunction, type Life, StartRefusal, UP } from '@ultrathink/runtime';

/** @throws {StartRefusal} in a sentence, before anything else of the process has begun. */
export async function openCheckedDatabase(
  life: Life,
  options: { readonly url: string; readonly role: string; readonly maxConnections: number },
): Promise<Database> {
  const { url, role, maxConnections } = options;
  const database = openDatabase({ url, name: `ultrathink ${life.kind}`, maxConnections });
  life.onStop('database', () => database.close());
  const checked = await checkRole(database, role).catch((error: unknown) => {
    throw new StartRefusal(
      'The database can not be reached with the URL in DATABASE_URL. ' +
        'Start the database, or correct the URL. Nothing was changed.',
      undefined,
      error,
    );
  });
  if (!checked.ok) throw new StartRefusal(explainRole(checked.error));
  life.addCheck('database', answers(database));
  return database;
}

function answers(database: Database): CheckFunction {
  return async () => {
    try {
      await database.prisma.$queryRaw`select 1`;
      return UP;
    } catch {
      return { state: 'Down', sentence: 'The database does not answer.' };
    }
  };
}
