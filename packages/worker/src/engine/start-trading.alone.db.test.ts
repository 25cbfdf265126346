/** A whole engine as a process: paper accounts in simulated markets, orders at its door, a kill, a restart. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import type { CommandBody, Notice } from '@ultrathink/domain/engine';
import { ANNA, PLACES } from '@ultrathink/domain/engine/core/testing';
import { decimal, multiply, roundTo, toText } from '@ultrathink/domain/kernel';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { COMPILED } from '../../testing/compiled.ts';
import { aPing, enter, heartbeat, type Peer } from '../../testing/peer.ts';
import { controls, openVenues, VENUES } from '../../testing/simulated-venues.ts';

// Bounds for a busy machine; nothing here waits for as long.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const PATIENCE = { timeout: 60_000, interval: 500 };
const database = await openTestDatabase();
const simulator = await openVenues('a whole engine', 24);
const folder = await mkdtemp(join(tmpdir(), 'trading-'));
const ring = join(folder, 'venue-ring');
writeFileSync(ring, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
const door = join(folder, 'engine.sock');
const children: ChildProcess[] = [];
const peers: Peer[] = [];

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await simulator.close();
  await rm(folder, { recursive: true, force: true });
});

function start(): ChildProcess {
  const child = spawn(process.execPath, [MAIN, 'engine'], {
    env: {
      ...COMPILED,
      DEPLOYMENT: 'DEMO',
      METRICS_PORT: '0',
      DATABASE_URL: database.url('engine'),
      ENGINE_DOOR: door,
      DATA_DIR: folder,
      VENUE_KEY_FILE: ring,
      VENUES: VENUES.join(','),
      VENUE_SIMULATOR: `http://127.0.0.1:${simulator.port}`,
      INSTRUMENTS: 'BTC/USDT,BTC/USD,USDT/USD',
    },
  });
  children.push(child);
  return child;
}

/** A peer that stays: it beats, as a web process does. */
async function knockUntilOpen(): Promise<Peer> {
  let peer: Peer | undefined;
  await expect
    .poll(async () => {
      peer = await enter(door).catch(() => undefined);
      return peer !== undefined;
    }, PATIENCE)
    .toBe(true);
  if (peer === undefined) throw new Error('Nobody is there.');
  const beating = peer;
  const timer = setInterval(() => beating.send(heartbeat()), 1_000);
  void beating.closed.then(() => clearInterval(timer));
  peers.push(peer);
  return peer;
}

async function ask(peer: Peer, body: CommandBody) {
  const command = { ...aPing(), actor: { kind: 'Person', id: ANNA }, deadlineMs: 20_000, body };
  peer.send(command);
  const frame = await peer.heard(
    (one) => one.type === 'decision' && one.commandId === command.commandId,
  );
  return frame.type === 'decision' ? frame.outcome : null;
}

const orders = (peer: Peer) =>
  peer.frames.flatMap((frame) =>
    frame.type === 'notice' && frame.body.topic === 'trading.orders' ? [frame.body.payload] : [],
  );

async function tellControls(): Promise<void> {
  await database.sql('alter table market_data.venue_account disable trigger user');
  for (const [n, venue] of ['binance', 'coinbase', 'kraken'].entries()) {
    await database.sql(
      `insert into market_data.venue_account (id, venue, label, shard, created_at, created_by)
       values ($1, $2, 'paper', 0, now(), $3)`,
      [PLACES[n], venue, ANNA],
    );
  }
  await database.sql('alter table market_data.venue_account enable trigger user');
  await database.sql('alter table engine.control_outbox disable trigger user');
  for (const { sequence, body } of controls()) {
    await database.sql(
      `insert into engine.control_outbox (shard, sequence, at, cause, ordinal, kind, body)
       values (0, $1, now(), $2, 0, $3, $4)`,
      [sequence, anId(), body.kind, JSON.stringify(body)],
    );
  }
  await database.sql('alter table engine.control_outbox enable trigger user');
}

const order = (orderQty: string, terms: object, timeInForce: string, side = 'Buy') =>
  ({
    name: 'placeOrder',
    wish: {
      beneficiary: {
        kind: 'Account',
        account: controls().flatMap(({ body }) =>
          body.kind === 'TradersSet' ? [body.account] : [],
        )[0],
      },
      strategy: null,
      instrument: 'BTC/USDT',
      side,
      orderQty,
      terms,
      timeInForce,
      expireTime: null,
      isPostOnly: false,
      isReduceOnly: false,
    },
  }) as CommandBody;

/** Three percent over the first fill: within the collar, and nobody buys there. */
function resting(orderQty: string): CommandBody {
  const [fill] = peers.flatMap(({ frames }) =>
    frames.flatMap((frame) =>
      frame.type === 'notice' && frame.body.topic === 'trading.fills' ? [frame.body.payload] : [],
    ),
  );
  if (fill === undefined) throw new Error('Nothing was filled yet.');
  const over = multiply(decimal(fill.lastPx), decimal('1.03'));
  const price = toText(roundTo(over, 0, 'Down'));
  return order(orderQty, { ordType: 'Limit', price }, 'GoodTillCancel', 'Sell');
}

/** That it was placed, or why not. */
async function placed(peer: Peer, body: CommandBody): Promise<unknown> {
  const outcome = await ask(peer, body);
  if (outcome?.kind !== 'Accepted' || outcome.result.name !== 'placeOrder') return outcome;
  const { answer } = outcome.result;
  if (answer.kind !== 'OrderDecided') return answer;
  return answer.decision.rejection ?? answer.decision.verdict;
}

describe('an engine', () => {
  it('takes what people decided, trades on paper in real markets, and tells pages of it', async () => {
    await tellControls();
    start();
    const peer = await knockUntilOpen();
    const market = order('0.3', { ordType: 'Market' }, 'ImmediateOrCancel');
    await expect.poll(() => placed(peer, market), PATIENCE).toBe('Placed');
    const ends: readonly string[] = ['Filled', 'Canceled', 'Expired'];
    const ended = () =>
      orders(peer).filter(({ level, ordStatus }) => level === 'Parent' && ends.includes(ordStatus));
    await expect.poll(() => ended().map(({ cumQty }) => cumQty !== '0'), PATIENCE).toEqual([true]);
    const topics = new Set(
      peer.frames.flatMap((frame) =>
        frame.type === 'notice' ? [(frame as Notice).body.topic] : [],
      ),
    );
    expect(topics).toContain('trading.fills');
    expect(topics).toContain('trading.balances');
  });

  it('A7-1 killed, is followed by one that compares every venue with the books and finds no break', async () => {
    const [peer] = peers;
    if (peer === undefined) throw new Error('Nobody is there.');
    // Where the machine was busy for a moment its prices are too old to trade by; then they are young again.
    await expect.poll(() => placed(peer, resting('0.01')), PATIENCE).toBe('Placed');
    children[0]?.kill('SIGKILL');
    await peer.closed;
    start();
    const next = await knockUntilOpen();
    // New orders wait until every account was compared.
    await expect.poll(() => placed(next, resting('0.02')), PATIENCE).toBe('Placed');
    expect(await database.sql('select kind, subject from trading.break')).toEqual([]);
    const working = async () => {
      const rows = await database.sql(`select 1 from trading.order where level = 'Parent'
        and ord_status not in ('Filled', 'Canceled', 'Rejected', 'Expired')`);
      return rows.length;
    };
    await expect.poll(working, PATIENCE).toBe(2);
  });

  it('AuditFailure: stops the firm for new orders once the sealed trail was found broken', async () => {
    await database.sql(
      `insert into audit.log_check (id, kind, started_at, at, events, size, checkpoints, copies, finding)
        values ($1, 'Check', now(), now(), 0, 0, 0, 0, '{"code":"HashDiffers"}')`,
      [anId()],
    );
    const stopped = () =>
      database.sql(
        `select state, grade, "by" from risk.trading_state where level = 'firm' and grade is not null`,
      );
    await expect
      .poll(stopped, PATIENCE)
      .toEqual([{ state: 'Halted', grade: 'HALT_NEW', by: 'Breaker' }]);
  });

  it('stops everything by one command, and a stopped engine takes no order', async () => {
    const peer = peers.at(-1);
    if (peer === undefined) throw new Error('Nobody is there.');
    const key = { level: 'firm', scope: 'firm' } as const;
    const why = 'a test of the kill switch';
    const stopped = await ask(peer, { name: 'kill', key, grade: 'CANCEL_ALL', why });
    expect(stopped).toMatchObject({ result: { answer: { kind: 'Killed', ordersToCancel: 2 } } });
    const canceled = () =>
      orders(peer).filter(({ level, ordStatus }) => level === 'Parent' && ordStatus === 'Canceled');
    await expect.poll(() => canceled().length, PATIENCE).toBeGreaterThanOrEqual(2);
    expect(await placed(peer, resting('0.03'))).toMatchObject({
      refusals: expect.arrayContaining([expect.objectContaining({ check: 'TradingState' })]),
    });
  });
});
