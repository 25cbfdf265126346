/**
 * The engine's own write door: one connection, one statement a batch. Records, commands, projections
 * and sealed audit events become durable together or not at all, under the lease's epoch.
 */
import { eventBody } from '@ultrathink/domain/audit';
import {
  type AppendFailure,
  auditOf,
  type CommandAnswer,
  type Decided,
  encode,
  type Folded,
  recordText,
  rowsOf,
} from '@ultrathink/domain/engine/core';
import { type CommandId, err, ok, type Result } from '@ultrathink/domain/kernel';
import pg from 'pg';
import { sqlState } from '../failure.ts';
import { ownConnection } from './connection.ts';
import { answerFrom, type Head, hashAfter, readJournal, recordFrom } from './reading.ts';
import { writeSnapshot } from './snapshots.ts';
import { type SealedBody, type Statement, statementOf } from './statement.ts';
import type { JournalRow, Written } from './tables.ts';

export interface JournalOptions {
  /** That of the role `engine`. */
  readonly url: string;
  readonly shard: number;
  /** What is still in doubt after this is `Unknown`; the server gives up before. */
  readonly timeoutMs?: number;
}

export interface EngineJournal {
  /**
   * The newest snapshot and everything after it, folded. What an earlier `append` of this journal may
   * still be writing is ended first, so that nothing appears behind what was read.
   * @throws when it can't be read, or is not what was written.
   */
  load(): Promise<Folded>;
  /**
   * All of it in one transaction, or nothing; in the order of calls, one at a time. Never throws. After
   * `Unknown` the journal is loaded again before anything else is taken.
   */
  append(batch: readonly Decided[]): Promise<Result<null, AppendFailure>>;
  /** On a connection of its own; under the epoch, too. Older ones but a few are dropped. */
  saveSnapshot(folded: Folded): Promise<Result<null, AppendFailure>>;
  /** What the command was answered; null where the journal does not have it. @throws as `load`. */
  answerOf(command: CommandId): Promise<CommandAnswer | null>;
  close(): Promise<void>;
}

/** Over the server's own limit of a statement for this role, which answers before it. */
const TIMEOUT_MS = 6_000;
/** A batch is what came while the one before it was written: more is a fault, not load. */
const MOST_RECORDS = 2_000;

/** Connects when it is first needed, and again after its connection was lost. */
export function openJournal({ url, shard, timeoutMs = TIMEOUT_MS }: JournalOptions): EngineJournal {
  const connection = ownConnection(url, `ultrathink engine journal ${shard}`);
  const aside = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: `ultrathink engine aside ${shard}`,
    connectionTimeoutMillis: timeoutMs,
  });
  aside.on('error', () => undefined);
  let head: Head | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other, whatever became of the one before. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const load = async (): Promise<Folded> => {
    head = null;
    const client = await connection.open();
    const found = await readJournal(client, shard).catch((error: unknown) => {
      connection.doubt();
      throw error;
    });
    head = found.head;
    return found.folded;
  };

  const append = async (batch: readonly Decided[]): Promise<Result<null, AppendFailure>> => {
    let made: ReturnType<typeof prepared>;
    try {
      made = prepared(shard, head, batch);
    } catch (error) {
      return err({ code: 'Refused', detail: messageOf(error) });
    }
    if (!made.ok) return made;
    const { statement, after } = made.value;
    let client: pg.Client;
    try {
      client = await connection.open();
    } catch (error) {
      return err({ code: 'NotCommitted', detail: messageOf(error) });
    }
    try {
      await within(client.query({ ...statement, values: [...statement.values] }), timeoutMs);
      head = after;
      return ok(null);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code === 'Unknown') {
        head = null;
        connection.doubt();
      }
      return err(failure);
    }
  };

  return {
    load: () => inTurn(load),
    append: (batch) => inTurn(() => append(batch)),
    async saveSnapshot(folded) {
      try {
        await writeSnapshot(aside, shard, folded);
        return ok(null);
      } catch (error) {
        return err(failureOf(error));
      }
    },
    answerOf: (command) => answerOf(aside, command),
    async close() {
      await inTurn(() => connection.close());
      await aside.end();
    },
  };
}

interface Prepared {
  readonly statement: Statement;
  readonly after: Head;
}

function prepared(
  shard: number,
  head: Head | null,
  batch: readonly Decided[],
): Result<Prepared, AppendFailure> {
  const refused = (detail: string) => err({ code: 'NotCommitted', detail } as const);
  if (head === null) return refused('The journal has to be read first.');
  const [first, ...rest] = batch;
  if (first === undefined) return refused('There is nothing to write.');
  if (batch.length > MOST_RECORDS) return refused(`${batch.length} records are over a batch.`);
  const { epoch } = first.record;
  let after = head;
  const journal: JournalRow[] = [];
  const sealed: SealedBody[] = [];
  for (const decided of batch) {
    const { record } = decided;
    if (record.sequence !== after.sequence + 1 || record.epoch !== epoch) {
      return refused(`Record ${record.sequence} does not follow ${after.sequence}.`);
    }
    const body = Buffer.from(recordText(record));
    const { at, sequence, version, input } = record;
    after = { sequence, hash: hashAfter(after.hash, body) };
    const { hash } = after;
    journal.push({ at, shard, sequence, epoch, version, kind: input.kind, body, hash });
    for (const event of auditOf(shard, decided, hash.toString('hex'))) {
      sealed.push({ clientId: event.frame.clientId, body: bodyOf(event) });
    }
  }
  const { commands, ...rows } = rowsOf(shard, [first, ...rest]);
  const written: Written = {
    journal,
    commands: commands.map((row) => ({
      ...row,
      answer: row.answer === null ? null : encode(row.answer),
    })),
    ...rows,
  };
  return ok({ statement: statementOf(shard, epoch, written, sealed), after });
}

/** A venue's words may hold what no sealed text can: a sign U+0000, or half of a pair. */
function bodyOf({ frame, draft }: ReturnType<typeof auditOf>[number]): Buffer {
  const body = eventBody(frame, draft);
  if (body.ok) {
    const bytes = Buffer.from(body.value);
    if (!bytes.includes('\\u0000')) return bytes;
  }
  const cleaned = eventBody(frame, cleanedOf(draft));
  if (cleaned.ok) return Buffer.from(cleaned.value);
  const { code, pointer } = cleaned.error;
  throw new TypeError(`${draft.action}: ${pointer} can not be sealed (${code}).`);
}

const cleanedOf = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_, item: unknown) =>
      typeof item === 'string' ? item.toWellFormed().replaceAll('\u0000', '\ufffd') : item,
    ),
  ) as T;

class TimedOut extends Error {}

async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut('No answer in time.')), timeoutMs);
  });
  // It may still fail after nobody waits for it.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const FENCED = '55F01';

/**
 * A server that says why has undone it; one that ends the connection (class 08, 57P01 to 57P03) or says
 * nothing may have written it.
 */
function failureOf(error: unknown): AppendFailure {
  const state = sqlState(error);
  const detail = messageOf(error);
  if (state === FENCED) return { code: 'Fenced' };
  const isBroken = state === undefined || state.startsWith('08') || state.startsWith('57P');
  if (isBroken) return { code: 'Unknown', detail };
  return { code: REFUSALS.some((of) => state.startsWith(of)) ? 'Refused' : 'NotCommitted', detail };
}

/** What was written is at fault and will be tomorrow: data, constraints, names, what a trigger says. */
const REFUSALS = ['22', '23', '42', 'P0'];

function messageOf(error: unknown): string {
  const state = sqlState(error);
  const text = error instanceof Error ? error.message : String(error);
  return state === undefined ? text : `${state} ${text}`;
}

const ANSWER = `
  select c.answer, convert_from(j.body, 'UTF8') as body from engine.command c
  left join engine.journal j on c.answer is null and j.shard = c.shard and j.sequence = c.sequence
  where c.command_id = $1`;

async function answerOf(pool: pg.Pool, command: CommandId): Promise<CommandAnswer | null> {
  const { rows } = await pool.query<{ answer: string | null; body: string | null }>(ANSWER, [
    command,
  ]);
  const [row] = rows;
  if (row === undefined) return null;
  if (row.answer !== null) return answerFrom<CommandAnswer>(row.answer);
  if (row.body === null) return null;
  const { events } = recordFrom(row.body);
  const decided = events.find((event) => event.type === 'OrderDecided');
  return decided?.type === 'OrderDecided'
    ? { kind: 'OrderDecided', decision: decided.decision }
    : null;
}
