/** What SQL repeats of the domain is what the domain says, and a story with everything passes all of it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  apply,
  BREAK_KINDS,
  type Decided,
  EMPTY_STATE,
  type EngineEvent,
  readRecord,
} from '@ultrathink/domain/engine/core';
import { fromEpochMs } from '@ultrathink/domain/kernel';
import { ACCOUNT_KINDS } from '@ultrathink/domain/ledger';
import { LOT_METHODS } from '@ultrathink/domain/portfolio';
import { KILL_GRADES, LIMIT_LEVELS, STATE_LEVELS, TRADING_STATES } from '@ultrathink/domain/risk';
import {
  ALLOCATION_METHODS,
  isEnded,
  ORD_STATUSES,
  ORD_TYPES,
  ORDER_MOVES,
  type OrdStatus,
  PROTECTIONS,
  statusAfter,
  TIMES_IN_FORCE,
} from '@ultrathink/domain/trading';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTestDatabase } from '../../testing/index.ts';
import { openJournal, openLeases, verifyProjections } from './index.ts';
import { TABLES } from './tables.ts';

const database = await openTestDatabase();

const LISTS: Readonly<Record<string, readonly string[]>> = {
  order_ord_status_known: ORD_STATUSES,
  order_ord_type_known: ORD_TYPES,
  order_time_in_force_known: TIMES_IN_FORCE,
  order_protection_known: PROTECTIONS,
  order_rejected_by_known: ['Risk', 'Compliance', 'Venue', 'Engine'],
  allocation_method_known: ALLOCATION_METHODS,
  break_kind_known: BREAK_KINDS,
  posting_kind_known: ACCOUNT_KINDS,
  balance_kind_known: ACCOUNT_KINDS,
  position_method_known: LOT_METHODS,
  trading_state_level_known: STATE_LEVELS,
  trading_state_state_known: TRADING_STATES,
  trading_state_grade_known: KILL_GRADES,
  exposure_level_known: LIMIT_LEVELS,
  scope_money_level_known: LIMIT_LEVELS,
};

describe('lists of the domain in SQL', () => {
  it.each(Object.entries(LISTS))('%s is the list of the domain', async (name, list) => {
    const [row] = await database.sql<{ definition: string }>(
      'select pg_get_constraintdef(oid) as definition from pg_constraint where conname = $1 and conparentid = 0',
      [name],
    );
    const named = [...(row?.definition.matchAll(/'([^']+)'::text/g) ?? [])].map(([, word]) => word);
    expect(named.toSorted()).toEqual([...list].toSorted());
  });

  it('an order may become what moves of the one table lead to, and nothing else', async () => {
    const rows = await database.sql<{ before: OrdStatus; after: OrdStatus; may: boolean }>(
      `select b as before, a as after, trading.order_may_become(b, a) as may
       from unnest($1::text[]) as b cross join unnest($1::text[]) as a`,
      [ORD_STATUSES],
    );
    const reach = (from: OrdStatus): ReadonlySet<OrdStatus> => {
      const found = new Set([from]);
      // A set hands out what is added while it is looked through.
      for (const status of found) {
        for (const move of ORDER_MOVES) {
          for (const isTraded of [true, false]) {
            const next = statusAfter(status, move, isTraded);
            if (next !== undefined) found.add(next);
          }
        }
      }
      return found;
    };
    expect(rows).toHaveLength(ORD_STATUSES.length ** 2);
    for (const { before, after, may } of rows) {
      expect(`${before} ${after} ${may}`).toBe(`${before} ${after} ${reach(before).has(after)}`);
    }
  });

  it('ends are the ends of the domain', async () => {
    const [row] = await database.sql<{ definition: string }>(
      `select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'order_ended_has_its_moment'`,
    );
    const named = [...(row?.definition.matchAll(/'([^']+)'::text/g) ?? [])].map(([, word]) => word);
    expect(named.toSorted()).toEqual(ORD_STATUSES.filter(isEnded).toSorted());
  });

  it("every row of the journal's statement has the columns of its table, and no others but the database's own moment", async () => {
    for (const { name, columns } of Object.values(TABLES)) {
      const rows = await database.sql<{ column: string }>(
        `select attname as column from pg_attribute
         where attrelid = '${name}'::regclass and attnum > 0 and not attisdropped
           and not (attrelid = 'engine.journal'::regclass and attname = 'recorded_at')`,
      );
      const fields = Object.keys(columns).map((field) =>
        field.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`),
      );
      expect(fields.toSorted(), name).toEqual(rows.map(({ column }) => column).toSorted());
    }
  });
});

const GOLDEN = new URL('../../../domain/src/engine/core/golden/journal-v2.jsonl', import.meta.url);

/** The story's commands bear their contents where real ones bear a digest of them. */
const hashed = (event: EngineEvent): EngineEvent =>
  event.type === 'CommandTaken'
    ? { ...event, inputHash: createHash('sha256').update(event.inputHash).digest('hex') }
    : event;

/** The golden journal as if it were decided now: sealed events may not be of another hour. */
function goldenNow(epoch: number): readonly Decided[] {
  const at = fromEpochMs(Date.now());
  let state = EMPTY_STATE;
  return readFileSync(GOLDEN, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const read = readRecord(line);
      if (!read.ok) throw new Error(read.error.code);
      const before = state;
      state = read.value.events.reduce(apply, state);
      const events = read.value.events.map(hashed);
      return { record: { ...read.value, epoch, at, events }, before, after: state, effects: [] };
    });
}

describe('a story with something of everything', () => {
  it('is written as it is, and pages read of it what the state says', async () => {
    const url = database.url('engine');
    const leases = openLeases(url);
    const lease = await leases.take(7, 'golden', 60_000);
    const journal = openJournal({ url, shard: 7 });
    await journal.load();
    const story = goldenNow(lease?.epoch ?? 0);
    const sizes = [1, 2, 5, 13];
    for (let at = 0, n = 0; at < story.length; n += 1) {
      const size = sizes[n % sizes.length] ?? 1;
      expect(await journal.append(story.slice(at, at + size))).toEqual({ ok: true, value: null });
      at += size;
    }
    const [sum] = await database.sql<{ wrong: number; holds: number }>(
      `select (select count(*)::int from ledger.balance b where b.balance <>
          (select coalesce(sum(p.amount), 0) from ledger.posting p where p.account_key = b.account_key)) as wrong,
        (select count(*)::int from ledger.balance b where b.held <> (select
          coalesce(sum(h.reserved - h.committed - h.released), 0) from ledger.hold h where h.account_key = b.account_key)) as holds`,
    );
    expect(sum).toEqual({ wrong: 0, holds: 0 });
    const [fills] = await database.sql<{ same: boolean; n: number }>(
      `select bool_and(o.cum_qty = coalesce((select sum(e.last_qty) from trading.execution e
          where e.cl_ord_id = o.cl_ord_id), 0)) as same, count(*)::int as n
       from trading."order" o where o.level = 'Child'`,
    );
    expect(fills?.same).toBe(true);
    expect(fills?.n).toBeGreaterThan(10);
    const client = new pg.Client({ connectionString: database.url('jobs') });
    await client.connect();
    onTestFinished(() => client.end());
    expect(await verifyProjections(client, 7)).toEqual([]);
    const [words] = await database.sql<{ spelled: string[] }>(
      `select array_agg(distinct m[1]) filter (where not exists
          (select 1 from audit.event e where e.action = m[1])) as spelled
       from regexp_matches(pg_get_functiondef('audit.has_words'::regproc), '''([a-z]+\\.[A-Za-z]+)''', 'g') as m`,
    );
    // What is not indexed by its words is something that engines do seal, under that very name.
    const failover = 'trading.placeChild';
    const unfilled = 'trading.expireOrder';
    const untold = (words?.spelled ?? []).filter((act) => act !== failover && act !== unfilled);
    expect(untold).toEqual([]);
    await Promise.all([journal.close(), leases.close()]);
  });
});
