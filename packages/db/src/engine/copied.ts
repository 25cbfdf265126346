/**
 * Rows as `COPY ... TO STDOUT` sends them: columns of bytes as they stand, where the driver would take
 * them through text of twice the length, and each row as it comes, so that nobody holds them all.
 */
import type pg from 'pg';

interface CopyConnection {
  query(text: string): void;
}

/** `PGCOPY\n\377\r\n\0`, flags, and the length of what a later version may add. */
const HEADER_BYTES = 19;
const NO_MORE = -1;

type OnRow = (columns: readonly Buffer[]) => void;

/** What the driver asks of a query of one's own. */
class Copied implements pg.Submittable {
  readonly done = Promise.withResolvers<number>();
  readonly #text: string;
  readonly #onRow: OnRow;
  #isBegun = false;
  #rows = 0;
  #fault: { readonly error: unknown } | null = null;

  constructor(text: string, onRow: OnRow) {
    this.#text = text;
    this.#onRow = onRow;
  }

  submit(connection: pg.Connection): void {
    (connection as unknown as CopyConnection).query(this.#text);
  }

  /** The bytes are the driver's, and others when the next come. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    if (this.#fault !== null) return;
    try {
      this.#take(chunk);
    } catch (error) {
      // The driver's own handler is no place to throw in; what still comes is passed over.
      this.#fault = { error };
    }
  }

  #take(chunk: Buffer): void {
    let at = this.#isBegun ? 0 : HEADER_BYTES + chunk.readInt32BE(HEADER_BYTES - 4);
    this.#isBegun = true;
    while (at < chunk.length) {
      const columns: Buffer[] = [];
      const count = chunk.readInt16BE(at);
      at += 2;
      if (count === NO_MORE) return;
      for (let n = 0; n < count; n += 1) {
        const length = chunk.readInt32BE(at);
        at += 4;
        if (length < 0) throw new Error('A column without a value can not be read here.');
        columns.push(chunk.subarray(at, at + length));
        at += length;
      }
      this.#rows += 1;
      this.#onRow(columns);
    }
  }

  handleError(error: Error): void {
    this.done.reject(error);
  }

  handleCommandComplete(): void {
    // What follows says that the server is ready.
  }

  handleReadyForQuery(): void {
    if (this.#fault === null) this.done.resolve(this.#rows);
    else this.done.reject(this.#fault.error);
  }
}

/**
 * How many rows there were. @param select without values of its own: COPY takes none.
 * @throws what the server said, and what `onRow` threw, when all rows have come.
 */
export function copyOut(client: pg.Client, select: string, onRow: OnRow): Promise<number> {
  const copied = new Copied(`copy (${select}) to stdout (format binary)`, onRow);
  client.query(copied);
  return copied.done.promise;
}
