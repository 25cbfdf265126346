/** `COPY ... TO STDOUT` read to its end and thrown away: the least that reading rows takes. */
import pg from 'pg';

interface CopyConnection {
  query(text: string): void;
}

/** What `pg` asks of a query of one's own; the rows' bytes are counted. */
class Copy implements pg.Submittable {
  readonly done = Promise.withResolvers<number>();
  readonly #text: string;
  #bytes = 0;

  constructor(text: string) {
    this.#text = text;
  }

  submit(connection: pg.Connection): void {
    (connection as unknown as CopyConnection).query(this.#text);
  }

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    this.#bytes += chunk.length;
  }

  handleError(error: Error): void {
    this.done.reject(error);
  }

  handleCommandComplete(): void {
    // What follows says that the server is ready.
  }

  handleReadyForQuery(): void {
    this.done.resolve(this.#bytes);
  }
}

/** Bytes of the rows. @param select what is copied, as binary */
export async function copied(url: string, selects: readonly string[]): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let bytes = 0;
    for (const select of selects) {
      const copy = new Copy(`copy (${select}) to stdout (format binary)`);
      client.query(copy);
      bytes += await copy.done.promise;
    }
    return bytes;
  } finally {
    await client.end();
  }
}
