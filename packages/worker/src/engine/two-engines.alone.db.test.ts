/**
 * Two engines as processes, a shard each, under one limit of the firm: orders come to both at once. Then
 * one of them is stopped, another process takes over its shard, and it goes on.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import type { CommandBody } from '@ultrathink/domain/engine';
import {
  ALPHA_ACCOUNT,
  ANNA,
  LIMIT_VALUES,
  limitsSet,
  PLACES,
} from '@ultrathink/domain/engine/core/testing';
import { compare, type Decimal, decimal, divide, sum, toText } from '@ultrathink/domain/kernel';
import { LIMIT_KINDS, type LimitKind, limitKeyOf } from '@ultrathink/domain/risk';
import { EXIT } from '@ultrathink/runtime';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { COMPILED } from '../../testing/compiled.ts';
import { aPing, enter, heartbeat, type Peer } from '../../testing/peer.ts';
import { controls, openVenues, VENUES } from '../../testing/simulated-venues.ts';

// Bounds for a busy machine; nothing here waits for as long.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const PATIENCE = { timeout: 90_000, interval: 500 };
const POSITION = limitKeyOf({ level: 'firm', scope: 'firm', kind: 'Position', instrument: null });
const SHARDS = [0, 1] as const;
/** What each shard's client has from the beginning. */
const BTC_EACH = 0.3;
/** So much both together may have: far less than they are asked for. */
const BTC_MOST = 8;

const database = await openTestDatabase();
const simulator = await openVenues('two engines', 24);
const folder = await mkdtemp(join(tmpdir(), 'two-engines-'));
const ring = join(folder, 'venue-ring');
writeFileSync(ring, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
const engines: Engine[] = [];
let cap = '';
let restsAt = '';

afterAll(async () => {
  for (const { child } of engines) child.kill('SIGKILL');
  await simulator.close();
  await rm(folder, { recursive: true, force: true });
});

// ------------------------------------------------------------------ processes

interface Engine {
  readonly child: ChildProcess;
  readonly door: string;
  readonly shard: number;
  readonly ended: Promise<number | null>;
  readonly out: () => string;
}

function start(shard: number, name: string): Engine {
  const door = join(folder, `${name}.sock`);
  const child = spawn(process.execPath, [MAIN, 'engine'], {
    env: {
      ...COMPILED,
      DEPLOYMENT: 'DEMO',
      METRICS_PORT: '0',
      DATABASE_URL: database.url('engine'),
      ENGINE_DOOR: door,
      SHARD: String(shard),
      DATA_DIR: folder,
      VENUE_KEY_FILE: ring,
      VENUES: VENUES.join(','),
      VENUE_SIMULATOR: `http://127.0.0.1:${simulator.port}`,
      INSTRUMENTS: 'BTC/USDT,BTC/USD,USDT/USD',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    out += part;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const engine = { child, door, shard, ended, out: () => out };
  engines.push(engine);
  return engine;
}

const says = (engine: Engine, sentence: string) =>
  expect.poll(() => engine.out().includes(sentence), PATIENCE).toBe(true);
const LEADS = 'This engine leads its shard.';
const WAITS = 'Another engine leads this shard.';

/** A peer that stays: it beats, as a web process does. */
async function knockUntilOpen({ door, shard }: Engine): Promise<Peer> {
  let peer: Peer | undefined;
  const isOpen = async () => {
    peer = await enter(door, null, shard).catch(() => undefined);
    return peer !== undefined;
  };
  await expect.poll(isOpen, PATIENCE).toBe(true);
  if (peer === undefined) throw new Error('Nobody is there.');
  const beating = peer;
  const timer = setInterval(() => beating.send(heartbeat()), 1_000);
  void beating.closed.then(() => clearInterval(timer));
  return peer;
}

// ------------------------------------------------------------------ what people decided

/** Every id of the first shard's world but the person's, as those of another. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7000-8000-([0-9a-f]{12})/g;
const inShard = (shard: number, text: string): string =>
  text.replaceAll(UUID, (id) =>
    shard === 0 || id === ANNA ? id : `${id.slice(0, 24)}${String(shard)}${id.slice(25)}`,
  );

const VALUES: () => Readonly<Record<LimitKind, string>> = () => ({
  ...LIMIT_VALUES,
  Position: cap,
});

async function setLimits(): Promise<void> {
  const rows = (Object.keys(LIMIT_KINDS) as LimitKind[]).map(
    (kind) =>
      `('firm', 'firm', 1, '${anId()}', null, null, '${kind}', ${VALUES()[kind]}, now(), null)`,
  );
  await database.sql(`do $$ begin
    alter table risk.limit_set disable trigger limit_set_guard;
    insert into risk.limit_set (level, scope, version, client_id, "from", proposal_id)
      values ('firm', 'firm', 1, null, now(), '${anId()}');
    alter table risk.limit_set enable trigger limit_set_guard;
    insert into risk.limit_value (level, scope, version, id, client_id, instrument, kind, value, "from", until)
      values ${rows.join(',')};
  end $$`);
}

const quotedFor = (text: string) => text.replaceAll("'", "''");

async function tell(shard: number): Promise<void> {
  await database.sql('alter table market_data.venue_account disable trigger user');
  for (const [n, venue] of ['binance', 'coinbase', 'kraken'].entries()) {
    await database.sql(
      `insert into market_data.venue_account (id, venue, label, mode, shard, created_at, created_by)
       values ($1, $2, $3, 'Paper', ${shard}, now(), $4)`,
      [inShard(shard, PLACES[n] ?? ''), venue, `paper ${shard}`, ANNA],
    );
  }
  await database.sql('alter table market_data.venue_account enable trigger user');
  for (const { body } of controls()) {
    const isOfFirm = body.kind === 'LimitsSet';
    const told = isOfFirm ? limitsSet('firm', 'firm', VALUES()) : body;
    // Money for every order, and few coins.
    const text = inShard(shard, JSON.stringify(told))
      .replaceAll('BTC/USD"', 'BTC/USDT"')
      .replaceAll('"amount":"2"', `"amount":"${BTC_EACH / PLACES.length}"`)
      .replaceAll('"amount":"100000"', '"amount":"1000000"');
    await database.sql(
      `select engine.put_control(${shard}, now(), '${anId()}', 0, '${quotedFor(text)}')`,
    );
  }
}

// ------------------------------------------------------------------ orders

interface Told {
  readonly shard: number;
  readonly verdict: string;
  /** The firm's positions with the order, as this shard counts its part of them, and what it may have. */
  readonly position: { readonly actual: Decimal; readonly limit: Decimal };
  readonly refusedBy: readonly string[];
  readonly clOrdId: string;
  readonly size: string;
}

let orders = 0;
function anOrder(shard: number): Extract<CommandBody, { name: 'placeOrder' }> {
  orders += 1;
  return {
    name: 'placeOrder',
    wish: {
      beneficiary: { kind: 'Account', account: inShard(shard, ALPHA_ACCOUNT) },
      strategy: null,
      instrument: 'BTC/USDT',
      side: 'Buy',
      // No two alike: the same order again within seconds is a slip, and refused.
      orderQty: `0.2${String(orders).padStart(3, '0')}`,
      terms: { ordType: 'Limit', price: restsAt },
      timeInForce: 'GoodTillCancel',
      expireTime: null,
      isPostOnly: false,
      isReduceOnly: false,
    },
  } as Extract<CommandBody, { name: 'placeOrder' }>;
}

function send(peer: Peer, body: CommandBody, more: object = {}) {
  const command = {
    ...aPing(),
    actor: { kind: 'Person', id: ANNA },
    deadlineMs: 20_000,
    body,
    ...more,
  };
  peer.send(command);
  const answer = peer.heard(
    (one) => one.type === 'decision' && one.commandId === command.commandId,
  );
  return { command, answer };
}

async function place(peer: Peer, shard: number): Promise<Told> {
  const body = anOrder(shard);
  const frame = await send(peer, body).answer;
  const result =
    frame.type === 'decision' && frame.outcome.kind === 'Accepted' ? frame.outcome.result : null;
  if (result?.name !== 'placeOrder' || result.answer.kind !== 'OrderDecided') {
    throw new Error('No decision.');
  }
  const { clOrdId, verdict, decisions } = result.answer.decision;
  const checks = decisions.flatMap((one) => one.checks);
  const found = checks.find(({ code, words }) => code === 'Position' && words['level'] === 'firm');
  return {
    shard,
    verdict,
    position: {
      actual: decimal(found?.actual ?? '0'),
      limit: decimal(found?.limit ?? '0'),
    },
    refusedBy: checks.filter((one) => one.verdict === 'Refuse').map(({ code }) => code),
    clOrdId: String(clOrdId),
    size: String(body.wish.orderQty),
  };
}

const allotted = async () => {
  const [row] = await database.sql<{ sum: string }>(
    `select trim_scale(coalesce(sum(amount), 0))::text as sum from risk.allotment
     where limit_key = '${POSITION}'`,
  );
  return decimal(row?.sum ?? '0');
};

// ------------------------------------------------------------------ the two of them

const all: Told[] = [];
const peers: Peer[] = [];
const placedOf = (shard: number) =>
  all.filter((one) => one.shard === shard && one.verdict === 'Placed');

beforeAll(async () => {
  const at = `http://127.0.0.1:${simulator.port}/admin/venue?venue=kraken&instrument=BTC%2FUSDT`;
  const { bid } = (await (await fetch(at)).json()) as { readonly bid: string };
  restsAt = String(Math.floor(Number(bid) * 0.98));
  cap = String(Math.floor(Number(bid) * BTC_MOST));
  for (const shard of SHARDS) {
    await database.sql(`insert into clients.client (client_id, name, shard)
      values ('${anId()}', 'Client ${shard}', ${shard})`);
  }
  await setLimits();
  for (const shard of SHARDS) await tell(shard);
});

describe('two engines with a shard each, under one limit of the firm', () => {
  it('take orders at once, as many as come, and together are never over it', async () => {
    for (const shard of SHARDS) {
      const engine = start(shard, `shard-${shard}`);
      peers.push(await knockUntilOpen(engine));
    }
    const round = async () => {
      const asked = await Promise.allSettled(
        peers.flatMap((peer, shard) => Array.from({ length: 10 }, () => place(peer, shard))),
      );
      const told = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      all.push(...told);
      expect(compare(await allotted(), decimal(cap))).toBeLessThanOrEqual(0);
      const placed = told.filter(({ verdict }) => verdict === 'Placed').length;
      const isDecided = told.length === asked.length;
      return { isDecided, placed, allotted: toText(await allotted()) };
    };
    // Until nobody has room for one order more; before that markets are connected and parts are told.
    await expect
      .poll(
        async () => ({ ...(await round()), hasPlaced: SHARDS.map((n) => placedOf(n).length > 0) }),
        {
          ...PATIENCE,
          interval: 1_000,
        },
      )
      .toEqual({ isDecided: true, placed: 0, allotted: cap, hasPlaced: [true, true] });
    for (const { verdict, position } of all) {
      if (verdict !== 'Placed') continue;
      expect(compare(position.actual, position.limit)).toBeLessThanOrEqual(0);
    }
    const last = SHARDS.map((shard) => placedOf(shard).at(-1));
    const used = last.map((one) => one?.position.actual ?? decimal('0'));
    expect(compare(sum(used), decimal(cap)), used.map(toText).join(' + ')).toBeLessThanOrEqual(0);
    const refused = all.filter(({ verdict, refusedBy }) => {
      return verdict === 'Refused' && refusedBy.every((code) => code === 'Position');
    });
    expect(refused.length, 'for want of the firm’s limit alone').toBeGreaterThan(0);
  });

  it('count every order that was placed: what is used is what was bought or may be, at one price', async () => {
    const prices = SHARDS.map((shard) => {
      const placed = placedOf(shard);
      const quantity = sum([decimal(String(BTC_EACH)), ...placed.map(({ size }) => decimal(size))]);
      const most = placed
        .map(({ position }) => position.actual)
        .sort(compare)
        .at(-1);
      return Number(divide(most ?? decimal('0'), quantity, 2, 'Down'));
    });
    // Of the market itself: not to the cent, as it moves while they are placed.
    for (const price of prices) expect(price / (Number(restsAt) / 0.98)).toBeCloseTo(1, 1);
    const rows = await database.sql<{ shard: number; n: number }>(
      `select d.shard, count(distinct d.cl_ord_id)::int as n from trading.decision d
       join trading."order" o on o.cl_ord_id = d.cl_ord_id
       where o.level = 'Parent' and o.ord_status <> 'Rejected' group by d.shard order by d.shard`,
    );
    expect(rows).toEqual(SHARDS.map((shard) => ({ shard, n: placedOf(shard).length })));
  });

  it('A7-26 SIGSTOP of one: another process leads its shard, and going on it does and writes nothing', async () => {
    const [first, stale] = engines;
    const [, toStale] = peers;
    const resting = placedOf(1)[0]?.clOrdId;
    if (!(first && stale && toStale && resting)) throw new Error('Nobody is there.');
    const epochOf = async (shard: number) => {
      const [row] = await database.sql<{ epoch: string }>(
        `select epoch::text as epoch from engine.lease where shard = ${shard}`,
      );
      return Number(row?.epoch);
    };
    const [ours, its] = [await epochOf(0), await epochOf(1)];
    stale.child.kill('SIGSTOP');
    // They wait in its socket: it finds them when it goes on.
    const cancel = { name: 'cancelOrder', clOrdId: resting } as CommandBody;
    const asked = [send(toStale, cancel), send(toStale, anOrder(1))];
    const outcomes = Promise.allSettled(asked.map(({ answer }) => answer));
    const next = start(1, 'shard-1-next');
    await says(next, WAITS);
    // Sooner than its holder can know of: what holds it back is the fence alone.
    await database.sql('update engine.lease set until = now() where shard = 1');
    await says(next, LEADS);
    const [taken] = await database.sql<{ at: string; sequence: string }>(
      `select clock_timestamp()::text as at, max(sequence)::text as sequence
       from engine.journal where shard = 1 and epoch = ${its}`,
    );
    stale.child.kill('SIGCONT');
    expect(await stale.ended).toBe(EXIT.unavailable);
    const ends = await outcomes;
    const done = ends.filter(
      (one) =>
        one.status === 'fulfilled' &&
        one.value.type === 'decision' &&
        one.value.outcome.kind === 'Accepted',
    );
    expect(done, 'nobody is told that it did something').toEqual([]);
    const written = await database.sql(
      `select sequence from engine.journal where shard = 1 and epoch = ${its}
       and (sequence > ${taken?.sequence} or recorded_at > '${taken?.at}')`,
    );
    expect(written).toEqual([]);
    const [order] = await database.sql<{ status: string }>(
      `select ord_status as status from trading."order" where cl_ord_id = '${resting}'`,
    );
    expect(order).toEqual({ status: 'New' });
    expect(await epochOf(1)).toBeGreaterThan(its);

    // The other shard was led on by its own, and decides.
    expect(await epochOf(0)).toBe(ours);
    expect((await place(await knockUntilOpen(first), 0)).verdict).toBe('Refused');
    // The new one compares its accounts, and has what the stale one had: no more of the limit than that.
    const back = await knockUntilOpen(next);
    const [cancelCommand] = asked;
    const again = async () => {
      const more = { idempotencyKey: cancelCommand?.command.idempotencyKey };
      const frame = await send(back, cancel, more).answer;
      return frame.type === 'decision' && frame.outcome.kind;
    };
    await expect.poll(again, PATIENCE).toBe('Accepted');
    const status = async () =>
      (
        await database.sql<{ status: string }>(
          `select ord_status as status from trading."order" where cl_ord_id = '${resting}'`,
        )
      )[0]?.status;
    await expect.poll(status, PATIENCE).toBe('Canceled');
    expect(compare(await allotted(), decimal(cap))).toBeLessThanOrEqual(0);
  });
});
