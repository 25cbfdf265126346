/** What a batch left behind: proven when it is read, a client's own alone, and to the last sign. */
import { type EngineEvent, encodeSorted } from '@ultrathink/domain/engine/core';
import {
  ALPHA,
  AT_BINANCE,
  BETA,
  BTC_USD,
  dec,
  px,
  qty,
} from '@ultrathink/domain/engine/core/testing';
import type { ClientId } from '@ultrathink/domain/kernel';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aClientsActor, aLedShard, anId, openTestDatabase } from '../../testing/index.ts';
import { read } from '../read.ts';
import { verifyProjections } from './index.ts';
import { writeSnapshot } from './snapshots.ts';

const own = await openTestDatabase();

const STILL_MS = 1_000;

/** As a process that computes does, or one whose machine gives it no time. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** What saves a snapshot on one connection, which begins with this setting. */
async function aSaver(setting: string) {
  const { shard, journal, engine, open } = await aLedShard(own);
  await journal.append([engine.order()]);
  const { state, sequence } = engine;
  const pool = new pg.Pool({ connectionString: own.url('engine'), max: 1 });
  onTestFinished(() => pool.end());
  await pool.query(`set ${setting}`);
  return { open, sequence, save: () => writeSnapshot(pool, shard, { state, sequence }) };
}

const fillOf = (execId: string): EngineEvent => ({
  type: 'FillBooked',
  at: new Date().toISOString() as never,
  venueAccount: AT_BINANCE,
  clOrdId: null,
  fill: {
    execId,
    orderId: 'of nobody',
    clOrdId: null,
    instrument: BTC_USD,
    side: 'Buy',
    lastQty: qty('1'),
    lastPx: px('100'),
    fee: null,
    isMaker: null,
    at: new Date().toISOString() as never,
  },
  mid: px('100'),
});

describe('what was written', () => {
  it('A7-30 is refused when a record is not the one that was written, or one is missing', async () => {
    const { shard, journal, engine, open } = await aLedShard(own);
    await journal.append([engine.order(), engine.order()]);
    const behind = (change: string) => own.sql(`set session_replication_role = replica; ${change}`);
    const load = () => open().load();
    await behind(`update engine.journal set body = convert_to(replace(convert_from(body, 'UTF8'), '"=3"', '"=4"'), 'UTF8')
      where shard = ${shard} and sequence = 2`);
    await expect(load()).rejects.toThrow(/Record 2 of shard .* is not the one/);
    await behind(`update engine.journal set body = convert_to(replace(convert_from(body, 'UTF8'), '"=4"', '"=3"'), 'UTF8')
      where shard = ${shard} and sequence = 2`);
    await expect(load()).resolves.toMatchObject({ sequence: 3 });
    await behind(`delete from engine.journal where shard = ${shard} and sequence = 3`);
    await expect(load()).rejects.toThrow(/has 3 records, and 2 were read/);
  });

  it('is no snapshot where the server ends its transaction between two statements; the next one is', async () => {
    const { save } = await aSaver(`idle_in_transaction_session_timeout = '1ms'`);
    const saving = save();
    // Its beginning is on its way; its answer and the end of the connection are then read as one.
    await new Promise(setImmediate);
    standStill(STILL_MS);
    await expect(saving).rejects.toThrow();
    await save();
  });

  it('is a snapshot that took longer than a page’s transaction may', async () => {
    const { save, open, sequence } = await aSaver(`transaction_timeout = '${STILL_MS / 2}ms'`);
    const saving = save();
    await new Promise(setImmediate);
    standStill(STILL_MS);
    await saving;
    expect((await open().load()).sequence).toBe(sequence);
  });

  it('A7-30 is read past a snapshot that is not the one that was written: from the one before, or from the first record', async () => {
    const { shard, journal, engine, open } = await aLedShard(own);
    const last: number[] = [];
    for (let n = 0; n < 2; n += 1) {
      await journal.append([engine.order(), engine.order()]);
      const { state, sequence } = engine;
      expect(await journal.saveSnapshot({ state, sequence })).toEqual({ ok: true, value: null });
      last.push(sequence);
    }
    await journal.append([engine.order()]);
    const behind = (change: string) => own.sql(`set session_replication_role = replica; ${change}`);
    const read = async () => {
      const passed: [number, string][] = [];
      const folded = await open(({ sequence, why }) => passed.push([sequence, why])).load();
      expect(folded.sequence).toBe(engine.sequence);
      expect(encodeSorted(folded.state)).toBe(encodeSorted(engine.state));
      return passed;
    };
    expect(await read()).toEqual([]);
    const [first = 0, newest = 0] = last;
    await behind(`update engine.snapshot_part set body = convert_to(replace(convert_from(body, 'UTF8'), '"=3"', '"=4"'), 'UTF8')
      where shard = ${shard} and sequence = ${newest}`);
    expect(await read()).toEqual([[newest, 'It is not the one that was written.']]);
    await behind(
      `delete from engine.snapshot_part where shard = ${shard} and sequence = ${first} and part = 1`,
    );
    const passed = await read();
    expect(passed.map(([sequence]) => sequence)).toEqual([newest, first]);
    expect(passed[1]?.[1]).toMatch(/parts were written, and \d+ are there/);
  });

  it('shows a client its own orders, executions and money, and no others', async () => {
    const { journal, engine } = await aLedShard(own);
    await journal.append([engine.order()]);
    const seen = (clientId: ClientId) =>
      read(own.as('app_client'), aClientsActor(clientId), async (tx) => {
        const rows = await tx.$queryRawUnsafe<{ client: string }[]>(
          `select client_id as client from trading."order" union select client_id from ledger.balance
           union select client_id from ledger.hold union select client_id from trading.decision`,
        );
        return rows.map(({ client }) => client);
      });
    expect(await seen(engine.named(ALPHA))).toEqual([engine.named(ALPHA)]);
    expect(await seen(engine.named(BETA))).toEqual([engine.named(BETA)]);
    expect(await seen(anId())).toEqual([]);
    const journalOf = own.as('app_staff').prisma.$queryRawUnsafe('select 1 from engine.journal');
    await expect(journalOf).rejects.toThrow(/permission denied/);
  });

  it('keeps amounts to the last of eighteen decimals', async () => {
    const { shard, journal, engine } = await aLedShard(own);
    const fine = fillOf(`fine`);
    if (fine.type !== 'FillBooked') throw new Error('No fill.');
    const lastQty = qty('0.000000000000000001');
    await journal.append([
      engine.record([
        {
          ...fine,
          fill: {
            ...fine.fill,
            lastQty,
            lastPx: dec('99999999999999999999.999999999999999999') as never,
          },
        },
      ]),
    ]);
    const [row] = await own.sql(
      `select last_qty::text as qty, last_px::text as px from trading.execution where shard = ${shard}`,
    );
    expect(row).toEqual({
      qty: '0.000000000000000001',
      px: '99999999999999999999.999999999999999999',
    });
  });
});

describe('what pages read', () => {
  it('is what the journal says, and a row that somebody changed is found by its name', async () => {
    const { shard, journal, engine } = await aLedShard(own);
    await journal.append([engine.order(), engine.order({ side: 'Sell' })]);
    await journal.append([engine.order({ orderQty: qty('0.5') })]);
    const client = new pg.Client({ connectionString: own.url('jobs') });
    await client.connect();
    onTestFinished(() => client.end());
    expect(await verifyProjections(client, shard)).toEqual([]);
    await own.sql(`update ledger.balance set held = held + 1 where shard = ${shard} and held > 0
      and account_key = (select min(account_key) from ledger.balance where shard = ${shard} and held > 0)`);
    await own.sql(
      `delete from risk.exposure where shard = ${shard} and level = 'firm' and asset = 'BTC'`,
    );
    const found = await verifyProjections(client, shard);
    expect(found.map(({ table, column }) => [table, column])).toEqual([
      ['ledger.balance', 'held'],
      ['risk.exposure', null],
    ]);
  });
});

describe("a venue's words", () => {
  it('are kept and sealed whatever signs are in them', async () => {
    const { shard, journal, engine, count } = await aLedShard(own);
    const words =
      'a "word", {a brace}, \\u0000 spelled, NULL, \u0000 itself, half a pair \ud800, ü';
    const found = {
      id: `break ${shard}`,
      kind: 'Quantity',
      venueAccount: AT_BINANCE,
      client: null,
      severity: 'Low',
      openedAt: new Date().toISOString() as never,
      subject: words,
      ours: 'NULL',
      theirs: null,
      value: null,
      proposal: null,
    } as const;
    const record = engine.record([{ type: 'BreakOpened', break: found }]);
    expect(await journal.append([record])).toEqual({ ok: true, value: null });
    const [row] = await own.sql<{ subject: string; ours: string; theirs: string | null }>(
      `select subject, ours, theirs from trading.break where shard = ${shard}`,
    );
    expect(row).toEqual({
      subject: 'a "word", {a brace}, \\ufffd spelled, NULL, \ufffd itself, half a pair \ufffd, ü',
      ours: 'NULL',
      theirs: null,
    });
    const sealed = await count('audit.event', `chain = 'shard-${shard}' and action ~ 'openBreak'`);
    expect(sealed).toBe(1);
  });
});
