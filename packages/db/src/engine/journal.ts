/**
 * The engine's own write door: one connection, one statement a batch. Records, commands, projections
 * and sealed audit events become durable together or not at all, under the lease's epoch.
 */
import {
  type AppendFailure,
  type CommandAnswer,
  type Decided,
  encode,
  type Folded,
  rowsOf,
} from '@ultrathink/domain/engine/core';
import { type CommandId, err, ok, type Result } from '@ultrathink/domain/kernel';
import pg from 'pg';
import { sqlState } from '../failure.ts';
import { ownConnection } from './connection.ts';
import { type Drafted, Drafts } from './drafted.ts';
import { answerFrom, type Head, type PassedOver, readJournal, recordFrom } from './reading.ts';
import { writeSnapshot } from './snapshots.ts';
import { type Statement, statementOf } from './statement.ts';
import type { Written } from './tables.ts';

export interface JournalOptions {
  /** That of the role `engine`. */
  readonly url: string;
  readonly shard: number;
  /** What is still in doubt after this is `Unknown`; the server gives up before. */
  readonly timeoutMs?: number;
  /** Told of a snapshot that was not the one that was written: an older one, or none, is read instead. */
  readonly onPassedOver?: (snapshot: PassedOver) => void;
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
  /**
   * Of the next batch, while the one before it is on its way: what can be made of a record by itself is
   * made now. It writes nothing and promises nothing; `append` gets the record all the same. Never throws.
   */
  prepare(decided: Decided): void;
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
export function openJournal(options: JournalOptions): EngineJournal {
  const { url, shard, timeoutMs = TIMEOUT_MS, onPassedOver } = options;
  const connection = ownConnection(url, `ultrathink engine journal ${shard}`);
  const aside = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: `ultrathink engine aside ${shard}`,
    connectionTimeoutMillis: timeoutMs,
  });
  aside.on('error', () => undefined);
  let head: Head | null = null;
  /** Where the chain will stand once what is on its way is written. */
  let coming: Head | null = null;
  const drafts = new Drafts(shard);
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other, whatever became of the one before. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const load = async (): Promise<Folded> => {
    head = null;
    drafts.forget();
    const client = await connection.open();
    const found = await readJournal(client, shard).catch((error: unknown) => {
      connection.doubt();
      throw error;
    });
    for (const snapshot of found.passedOver) onPassedOver?.(snapshot);
    head = found.head;
    return found.folded;
  };

  const append = async (batch: readonly Decided[]): Promise<Result<null, AppendFailure>> => {
    let draft: Drafted;
    let statement: Statement;
    try {
      if (head === null) return refused('The journal has to be read first.');
      draft = drafts.take(head, batch);
      const made = statementFor(shard, draft, batch);
      if (!made.ok) return made;
      statement = made.value;
    } catch (error) {
      return err({ code: 'Refused', detail: messageOf(error) });
    }
    coming = draft.head;
    const written = await send(draft, statement);
    coming = null;
    return written;
  };

  const send = async (draft: Drafted, statement: Statement) => {
    let client: pg.Client;
    try {
      client = await connection.open();
    } catch (error) {
      return err({ code: 'NotCommitted', detail: messageOf(error) } as const);
    }
    try {
      await within(client.query({ ...statement, values: [...statement.values] }), timeoutMs);
      head = draft.head;
      drafts.release(draft);
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
    prepare(decided) {
      const from = coming ?? head;
      if (from !== null) drafts.prepare(from, decided, MOST_RECORDS);
    },
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

const refused = (detail: string) => err({ code: 'NotCommitted', detail } as const);

/** @param draft the beginning of the batch, or nothing yet. @throws when something can't be sealed. */
function statementFor(
  shard: number,
  draft: Drafted,
  batch: readonly Decided[],
): Result<Statement, AppendFailure> {
  const [first, ...rest] = batch;
  if (first === undefined) return refused('There is nothing to write.');
  if (batch.length > MOST_RECORDS) return refused(`${batch.length} records are over a batch.`);
  for (const decided of batch.slice(draft.records.length)) {
    if (!draft.follows(decided)) {
      return refused(`Record ${decided.record.sequence} does not follow ${draft.head.sequence}.`);
    }
    draft.add(decided);
  }
  const { packed, journal, sealed } = draft;
  const { commands, ...rows } = rowsOf(shard, [first, ...rest]);
  const written: Written = {
    journal,
    commands: commands.map((row) => ({
      ...row,
      answer: row.answer === null ? null : encode(row.answer),
    })),
    ...rows,
  };
  return ok(statementOf(shard, first.record.epoch, packed, written, sealed));
}

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
