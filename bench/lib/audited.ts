/** That what a bar sent is audited, counted in its database. */
import type { TestDatabase } from '@ultrathink/db/testing';

/** Of every order that left one decision in the sealed chain, and one row. @throws where one lacks it. */
export async function assertAudited(database: TestDatabase, sent: number): Promise<void> {
  const [found] = await database.sql<{ sealed: number; placed: number }>(
    `select (select count(distinct subject_id)::int from audit.event where action = 'trading.decideOrder') as sealed,
       (select count(*)::int from trading."order" where level = 'Parent') as placed`,
  );
  if (found === undefined || found.sealed < sent || found.placed < sent) {
    throw new Error(`${sent} orders left, and ${JSON.stringify(found)} of them are audited.`);
  }
}
