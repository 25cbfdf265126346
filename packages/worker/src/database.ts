/** The database as a worker process begins with it: reachable, new enough, under its own role. */
import { setTimeout as sleep } from 'node:timers/promises';
import { checkRole, classify, type Database, explainRole, openDatabase } from '@ultrathink/db';
import { type CheckFunction, type Life, StartRefusal, UP } from '@ultrathink/runtime';

/** A server that starts, or a machine that stands still for a moment, is asked again; a wrong URL is not. */
const TRIES_MOST = 4;
const AGAIN_MS = 500;
const PASSING: ReadonlySet<string | undefined> = new Set(['Unavailable', 'OutcomeUnknown']);

/** @throws {StartRefusal} in a sentence, before anything else of the process has begun. */
export async function openCheckedDatabase(
  life: Life,
  options: { readonly url: string; readonly role: string; readonly maxConnections: number },
): Promise<Database> {
  const { url, role, maxConnections } = options;
  const database = openDatabase({ url, name: `ultrathink ${life.kind}`, maxConnections });
  life.onStop('database', () => database.close());
  const checked = await checkedRole(database, role).catch((error: unknown) => {
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

async function checkedRole(database: Database, role: string, tries = 1) {
  try {
    return await checkRole(database, role);
  } catch (error) {
    if (tries >= TRIES_MOST || !PASSING.has(classify(error)?.code)) throw error;
    await sleep(AGAIN_MS);
    return checkedRole(database, role, tries + 1);
  }
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
