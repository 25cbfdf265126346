/** Every shard that ever had a leader, looked at one after the other. */
import pg from 'pg';
import { type ProjectionFinding, verifyProjections } from './verify.ts';

/**
 * @param url of a role that reads the journal: `jobs`.
 * @param each is told of each shard as soon as it was looked at.
 * @throws as the journal is read: when it is not what was written.
 */
export async function verifyShards(
  url: string,
  each: (shard: number, found: readonly ProjectionFinding[]) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'ultrathink verify' });
  // What ends it between two questions is told by the next one.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ shard: number }>(
      'select shard from engine.lease order by shard',
    );
    for (const { shard } of rows) await each(shard, await verifyProjections(client, shard));
  } finally {
    await client.end();
  }
}
