/** The engine's write door on a real server: all of a batch or nothing, under the one epoch that leads. */
import { type EngineEvent, encodeSorted } from '@ultrathink/domain/engine/core';
import { ALPHA, AT_BINANCE, BTC_USD, px, qty } from '@ultrathink/domain/engine/core/testing';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { aLedShard, anId, openTestDatabase } from '../../testing/index.ts';
import { type Lease, openLeases } from './index.ts';

const own = await openTestDatabase();
const url = own.url('engine');
const LONG = 60_000;

describe('a batch', () => {
  it('is written as a whole: record, command, order, decision, receipt, hold, balance, sealed events', async () => {
    const { shard, journal, engine, count } = await aLedShard(own);
    const decided = engine.order();
    expect(decided.record.events.map(({ type }) => type)).toContain('ChildPlaced');
    expect(await journal.append([decided])).toEqual({ ok: true, value: null });
    const of = `shard = ${shard} and sequence = 2`;
    for (const table of ['engine.journal', 'engine.command', 'trading.receipt']) {
      expect(`${table} ${await count(table, of)}`).toBe(`${table} 1`);
    }
    const [decision] = await own.sql<{ verdict: string; checks: string }>(
      `select verdict, checks from trading.decision where ${of}`,
    );
    expect(decision?.verdict).toBe('Approved');
    expect(decision?.checks.split(';').length).toBeGreaterThan(30);
    const orders = await own.sql<{ level: string; qty: string; client: string }>(
      `select level, trim_scale(order_qty)::text as qty, client_id as client from trading."order"
       where ${of} order by level desc`,
    );
    expect(orders[0]).toEqual({ level: 'Parent', qty: '3', client: engine.named(ALPHA) });
    expect(orders.length).toBeGreaterThan(1);
    const [held] = await own.sql<{ isHeld: boolean }>(
      `select sum(held) = (select sum(reserved) from ledger.hold where shard = ${shard}) as "isHeld"
       from ledger.balance where shard = ${shard}`,
    );
    expect(held?.isHeld).toBe(true);
    const sealed = await own.sql<{ action: string; journal: object; client: string }>(
      `select action, convert_from(body, 'UTF8')::jsonb #> '{after,journal}' as journal, client_id as client
       from audit.event where chain = 'shard-${shard}' order by sequence`,
    );
    const placed = sealed.find(({ action }) => action === 'trading.decideOrder');
    expect(placed).toMatchObject({ client: engine.named(ALPHA), journal: { shard, sequence: 2 } });
  });

  it('is read back as the very state it left, by a snapshot and what follows, too', async () => {
    const { journal, engine, open } = await aLedShard(own);
    await journal.append([engine.order(), engine.order({ side: 'Sell' })]);
    const half = { state: engine.state, sequence: engine.sequence };
    await journal.append(Array.from({ length: 20 }, () => engine.order({ orderQty: qty('0.01') })));
    const whole = await open().load();
    expect(whole.sequence).toBe(23);
    expect(encodeSorted(whole.state)).toBe(encodeSorted(engine.state));
    expect(await journal.saveSnapshot(half)).toEqual({ ok: true, value: null });
    const later = await open().load();
    expect(encodeSorted(later.state)).toBe(encodeSorted(engine.state));
  });

  it('leaves nothing when one of its rows is refused, and the next goes on in its place', async () => {
    const { shard, journal, engine, count } = await aLedShard(own);
    const good = engine.order();
    const last = engine.order();
    const broken = { ...last, record: { ...last.record, input: { ...last.record.input } } };
    const twice = good.record.events.flatMap((event) =>
      event.type === 'CommandTaken' ? [event] : [],
    );
    const events = [...last.record.events.filter(({ type }) => type !== 'CommandTaken'), ...twice];
    const refused = await journal.append([
      good,
      { ...broken, record: { ...broken.record, events } },
    ]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'Refused' } });
    expect(JSON.stringify(refused)).toMatch(/23505 .*command/);
    expect(await count('engine.journal', `shard = ${shard}`)).toBe(1);
    expect(await count('audit.event', `chain = 'shard-${shard}' and action ~ 'decideOrder'`)).toBe(
      0,
    );
    expect(await count('trading."order"', `shard = ${shard}`)).toBe(0);
    expect(await journal.append([good, last])).toEqual({ ok: true, value: null });
  });

  it('tells a command again what it was answered', async () => {
    const { journal, engine } = await aLedShard(own);
    const decided = engine.order();
    await journal.append([decided]);
    const told = decided.effects.find((effect) => effect.kind === 'Answer');
    if (told?.kind !== 'Answer') throw new Error('The order has no answer.');
    const again = await journal.answerOf(told.commandId);
    expect(encodeSorted(again)).toBe(encodeSorted(told.answer));
    expect(await journal.answerOf(anId())).toBeNull();
  });
});

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

describe('what the database refuses whoever writes it', () => {
  it('A7-7 an execution that is there already, in whatever month it was booked', async () => {
    const { shard, journal, engine } = await aLedShard(own);
    expect(await journal.append([engine.record([fillOf(`exec ${shard}`)])])).toMatchObject({
      ok: true,
    });
    const again = await journal.append([engine.record([fillOf(`exec ${shard}`)])]);
    expect(JSON.stringify(again)).toMatch(/Refused.*23505 .*execution_id/);
  });

  it('an entry without postings at the end of its transaction, and postings that do not balance at once', async () => {
    const { prisma } = own.as('engine');
    const entry = (id: string) =>
      `insert into ledger.entry values ('2026-11-21', '${id}', null, 'Deposit', 'x', null, 0, 1)`;
    await expect(prisma.$executeRawUnsafe(entry(anId()))).rejects.toThrow(/does not balance/);
    const id = anId();
    const posting = (amounts: readonly string[]) =>
      `insert into ledger.posting select '2026-11-21', '${id}', n, 'key', 'Suspense', null, null, 'BTC',
        'Venue', '${id}', a from unnest(array[${amounts.join(',')}]::numeric[]) with ordinality as t(a, n)`;
    const both = (amounts: readonly string[]) =>
      prisma.$transaction([
        prisma.$executeRawUnsafe(entry(id)),
        prisma.$executeRawUnsafe(posting(amounts)),
      ]);
    await expect(both(['1', '-0.999999999999999999'])).rejects.toThrow(/does not balance in BTC/);
    await expect(prisma.$executeRawUnsafe(posting(['1', '-1']))).rejects.toThrow(/is not there/);
    await expect(both(['1', '-1'])).resolves.toHaveLength(2);
    await expect(prisma.$executeRawUnsafe(posting(['2', '-2']))).rejects.toThrow(/duplicate key/);
  });

  it('more held of somebody than there is, and somebody who owes less than nothing', async () => {
    const { prisma } = own.as('engine');
    const balance = (kind: string, has: string, held: string) =>
      prisma.$executeRawUnsafe(`insert into ledger.balance values ('${anId()}', '${kind}', '${anId()}', null,
        'BTC', 'Venue', '${anId()}', ${has}, ${held}, 0, 1)`);
    await expect(balance('Client', '1', '1')).resolves.toBe(1);
    await expect(balance('Client', '1', '1.000000000000000001')).rejects.toThrow(/balance_covers/);
    await expect(balance('House', '-0.000000000000000001', '0')).rejects.toThrow(/balance_covers/);
    await expect(balance('ClientShortfall', '0.1', '0')).rejects.toThrow(/balance_covers/);
  });

  it('an order that ended and works again, and one that has less traded than before', async () => {
    const { shard, journal, engine } = await aLedShard(own);
    await journal.append([engine.order()]);
    const move = (change: string) =>
      own.sql(`update trading."order" set ${change} where shard = ${shard} and level = 'Parent'`);
    await move(`cum_qty = 1`);
    await expect(move('cum_qty = 0.5')).rejects.toThrow(/does not become/);
    await move(`ord_status = 'Canceled', leaves_qty = 0, ended_at = now()`);
    await expect(move(`ord_status = 'New', ended_at = null`)).rejects.toThrow(/does not become/);
    await move(`ord_status = 'Filled', cum_qty = 3`);
  });

  it('a record that leaves a hole, or two epochs in one batch', async () => {
    const { shard, lease } = await aLedShard(own);
    const record = (sequence: number, epoch: number) =>
      `(now(), ${shard}, ${sequence}, ${epoch}, 1, 'Started', '{}', sha256(''))`;
    const insert = (...rows: readonly string[]) =>
      own
        .as('engine')
        .prisma.$executeRawUnsafe(`insert into engine.journal values ${rows.join(',')}`);
    const { epoch } = lease;
    await expect(insert(record(3, epoch))).rejects.toThrow(/record 3 does not follow/);
    await expect(insert(record(1, epoch))).rejects.toThrow();
    await expect(insert(record(2, epoch), record(4, epoch))).rejects.toThrow(/without a hole/);
    await expect(insert(record(2, epoch), record(3, epoch + 1))).rejects.toThrow(/one epoch/);
    await expect(insert(record(2, epoch + 1))).rejects.toThrow(/fenced/);
  });
});

describe('the fence', () => {
  it('A7-26 lets the old epoch write nothing from the moment another has the lease', async () => {
    const { shard, leases, journal, engine, open, count } = await aLedShard(own);
    const stale = engine.order();
    expect(await leases.take(shard, 'another', LONG)).toBeNull();
    const taken = await leases.steal(shard, 'another', LONG);
    expect(await journal.append([stale])).toEqual({ ok: false, error: { code: 'Fenced' } });
    expect(await count('engine.journal', `shard = ${shard}`)).toBe(1);
    expect(await journal.saveSnapshot({ state: engine.state, sequence: 1 })).toMatchObject({
      error: { code: 'Fenced' },
    });
    const next = open();
    const loaded = await next.load();
    engine.resume(loaded.state, loaded.sequence, taken.epoch);
    expect(await next.append([engine.order()])).toEqual({ ok: true, value: null });
  });

  it('gives a lease to one of many, and to the next as soon as it is released or has run out', async () => {
    const leases = Array.from({ length: 4 }, () => openLeases(url));
    const race = async (shard: number): Promise<Lease | undefined> => {
      const tries = await Promise.all(
        leases.map((store, n) => store.take(shard, `holder ${n}`, LONG)),
      );
      const [held, ...more] = tries.filter((lease) => lease !== null);
      expect(more).toEqual([]);
      return held;
    };
    for (let shard = 901; shard <= 960; shard += 1)
      expect(await race(shard)).toMatchObject({ shard, epoch: 1 });
    const held = await race(900);
    const [store] = leases;
    if (held === undefined || store === undefined) throw new Error('Nobody leads.');
    await store.release(held);
    const short = await store.take(900, 'the next', 1);
    expect(short?.epoch).toBe(held.epoch + 1);
    expect(await store.renew(held, LONG)).toBeNull();
    await expect.poll(() => leases[1]?.take(900, 'a third', LONG)).toMatchObject({ epoch: 3 });
    expect(await store.renew({ shard: 900, epoch: 2, leftMs: 0 }, LONG)).toBeNull();
    await Promise.all(leases.map((one) => one.close()));
  });

  it('is renewed while a batch is on its way, and a take-over waits for that batch', async () => {
    const { shard, lease, leases, journal, engine } = await aLedShard(own);
    const other = await connected(own.adminUrl);
    await other.query(`begin; select 1 from engine.journal_head where shard = ${shard} for update`);
    const append = journal.append([engine.order()]);
    await waitingFor(shard);
    expect(await leases.renew(lease, LONG)).toMatchObject({ epoch: lease.epoch });
    const steal = leases.steal(shard, 'another', LONG);
    await other.query('commit');
    await other.end();
    expect(await append).toEqual({ ok: true, value: null });
    expect((await steal).epoch).toBe(lease.epoch + 1);
  });
});

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

/** The server process of the shard's journal, once it waits for a lock. */
async function waitingFor(shard: number): Promise<number> {
  const text = `select pid from pg_stat_activity where datname = $1 and wait_event_type = 'Lock'
    and application_name = 'ultrathink engine journal ${shard}'`;
  let pid = 0;
  await expect
    .poll(async () => {
      const [row] = await own.sql<{ pid: number }>(text, [own.name]);
      pid = row?.pid ?? 0;
      return pid;
    })
    .toBeGreaterThan(0);
  return pid;
}

describe('a commit whose outcome nobody knows', () => {
  it('A7-22 is Unknown when the server ends the connection, and nothing is taken before it is read again', async () => {
    const { shard, journal, engine } = await aLedShard(own);
    const before = { state: engine.state, sequence: engine.sequence };
    const other = await connected(own.adminUrl);
    await other.query(`begin; select 1 from engine.journal_head where shard = ${shard} for update`);
    const append = journal.append([engine.order()]);
    const pid = await waitingFor(shard);
    await own.sql('select pg_terminate_backend($1)', [pid]);
    expect(await append).toMatchObject({ ok: false, error: { code: 'Unknown' } });
    const refused = await journal.append([engine.order()]);
    expect(refused).toMatchObject({ error: { code: 'NotCommitted' } });
    await other.query('commit');
    await other.end();
    const loaded = await journal.load();
    expect(loaded.sequence).toBe(before.sequence);
    expect(encodeSorted(loaded.state)).toBe(encodeSorted(before.state));
    engine.resume(loaded.state, loaded.sequence);
    expect(await journal.append([engine.order()])).toEqual({ ok: true, value: null });
  });

  it('A7-23 can not come true behind what was read: the process that may be writing it is ended first', async () => {
    const { shard, journal, engine, count } = await aLedShard(own, 300);
    const other = await connected(own.adminUrl);
    await other.query(`begin; select 1 from engine.journal_head where shard = ${shard} for update`);
    const append = journal.append([engine.order()]);
    await waitingFor(shard);
    expect(await append).toMatchObject({ ok: false, error: { code: 'Unknown' } });
    const loaded = await journal.load();
    await other.query('commit');
    await other.end();
    expect(loaded.sequence).toBe(1);
    engine.resume(loaded.state, loaded.sequence);
    expect(await journal.append([engine.order()])).toEqual({ ok: true, value: null });
    expect(await count('engine.journal', `shard = ${shard}`)).toBe(2);
  });
});
