/** Every shard that ever had a leader, looked at one after the other. */
import { onOneConnection } from './one-connection.ts';
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
  await onOneConnection(url, 'ultrathink verify', async (client) => {
    const { rows } = await client.query<{ shard: number }>(
      'select shard from engine.lease order by shard',
    );
    for (const { shard } of rows) await each(shard, await verifyProjections(client, shard));
  });
}
