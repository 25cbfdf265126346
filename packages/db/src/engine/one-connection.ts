/** A connection for one reading of the journal, which is ended whatever comes of it. */
import pg from 'pg';

/** @param name by which the server knows it. @throws as the work does. */
export async function onOneConnection<T>(
  url: string,
  name: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: name });
  // What ends it between two questions is told by the next one.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
