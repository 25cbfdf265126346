/**
 * An engine that decides, commits and tells orders at a rate, behind a door that a web process reads:
 * the shell of the bars with a venue that answers at once. Its parent says how fast by messages.
 * Arguments: the door's path, the client whose orders they are.
 */
import { copyTemplate, startTestServer } from '@ultrathink/db/testing';
import type { OrderView } from '@ultrathink/domain/engine';
import { BINANCE } from '@ultrathink/domain/engine/core/testing';
import type { ClientId } from '@ultrathink/domain/kernel';
import { systemClock } from '@ultrathink/runtime';
import { binanceFirst } from './binance-first.ts';
import { openCountingSocket } from './counting-socket.ts';
import { countingVenue, FINE_STEP } from './counting-venue.ts';
import {
  commandOf,
  type NoticeToPublish,
  openShell,
  refusalIn,
  refusedWords,
} from './engine-shell.ts';
import { ENV } from './env.ts';
import { keptMb } from './kept-mb.ts';
import { quantityOf } from './named-quantity.ts';
import { openDoorAt } from './shell-door.ts';

/** The shard that a platform of one engine has. */
const SHARD = 0;
const TURN_MS = 10;
/** What waits for longer is no rate that is held: it is let go, and counted so. */
const WAITING_MOST = 500;
const ENDED: ReadonlySet<string> = new Set(['Filled', 'Canceled', 'Expired', 'Rejected']);
/** Kinds of them that are kept. */
const ALERTS_MOST = 50;

export interface EngineCounts {
  readonly orders: number;
  readonly refused: number;
  /** Of those refused: how many by which checks, and why. */
  readonly refusals: Readonly<Record<string, number>>;
  /** What somebody would have been called for, a stop by a breaker among it. */
  readonly alerts: Readonly<Record<string, number>>;
  /** Times its journal was away: what was read again wants venues compared, and nobody does that here. */
  readonly lost: number;
  /** Not asked for, because too many waited. */
  readonly skipped: number;
  /** Notices of orders, and of them those that say an order's end. */
  readonly told: number;
  readonly ended: number;
  readonly rssMb: number;
  /** What is left when all garbage was collected; null where that was not asked for. */
  readonly keptMb: number | null;
  readonly cpuMs: number;
}

const [path = '', client = ''] = process.argv.slice(2);
const [refusals, alerts]: [Record<string, number>, Record<string, number>] = [{}, {}];
const counts = { orders: 0, refused: 0, skipped: 0, told: 0, ended: 0 };

/** What the page has in its table. */
let rows: readonly OrderView[] = [];
let moves = 0;

/** What a child's notice would say is told of one of the rows of the page's table, so that they move. */
function moved(notice: NoticeToPublish): NoticeToPublish {
  const { body } = notice;
  const row = rows[moves % rows.length];
  if (body.topic !== 'trading.orders' || body.payload.level === 'Parent' || row === undefined) {
    return notice;
  }
  moves += 1;
  const part = Math.min(99, Math.floor(moves / rows.length) / 1000).toFixed(3);
  const figures = { cumQty: part, leavesQty: (100 - Number(part)).toFixed(3), avgPx: '99.95' };
  const payload = {
    ...row,
    ...figures,
    ordStatus: 'PartiallyFilled',
    at: body.payload.at,
  } as const;
  return { ...notice, key: row.clOrdId, body: { topic: 'trading.orders', payload } };
}

const database = await copyTemplate(await startTestServer(ENV));
const counting = await openCountingSocket();
const shell = await openShell({
  database,
  relayShard: SHARD,
  line: { venue: BINANCE, execution: await countingVenue(counting.socket, () => undefined) },
  market: () => binanceFirst(systemClock.now(), FINE_STEP),
  price: '100',
  onAlert(alert) {
    // Without what names one order: the same is counted, and not told again.
    const words = alert.replaceAll(/[0-9a-f-]{36}/g, '').trim();
    if (words in alerts || Object.keys(alerts).length < ALERTS_MOST) {
      alerts[words] = (alerts[words] ?? 0) + 1;
    }
  },
  onNotice(notice) {
    const told = { ...moved(notice), clientId: client as ClientId };
    if (told.body.topic === 'trading.orders') {
      counts.told += 1;
      if (ENDED.has(told.body.payload.ordStatus)) counts.ended += 1;
    }
    return told;
  },
});
const door = await openDoorAt(path, shell);

let [perMs, due, waiting, asked] = [0, 0, 0, 0];
let turnMs = performance.now();

function place(): void {
  asked += 1;
  waiting += 1;
  const command = commandOf(shell, {
    strategy: null,
    instrument: 'BTC/USD',
    side: 'Buy',
    orderQty: quantityOf(asked),
    terms: { ordType: 'Limit', price: '100.30' },
    timeInForce: 'ImmediateOrCancel',
    expireTime: null,
    isPostOnly: false,
    isReduceOnly: false,
  });
  if (command.body.name !== 'placeOrder') return;
  void shell.callers.ask(command, command.body, command.sentAt).then((outcome) => {
    waiting -= 1;
    const refusal = refusalIn(outcome);
    if (refusal === null) {
      counts.orders += 1;
      return;
    }
    counts.refused += 1;
    const why = refusedWords(outcome);
    refusals[why] = (refusals[why] ?? 0) + 1;
  });
}

/** By the clock and not by turns, which a busy machine leaves out. */
const timer = setInterval(() => {
  const nowMs = performance.now();
  due += perMs * (nowMs - turnMs);
  turnMs = nowMs;
  for (; due >= 1; due -= 1) {
    if (waiting < WAITING_MOST) place();
    else counts.skipped += 1;
  }
}, TURN_MS);

const say = (message: unknown) => process.send?.(message);

interface Message {
  /** Orders a second. */
  readonly rate?: number;
  readonly rows?: readonly OrderView[];
  /** What it keeps is wanted, too: it stands still for that. */
  readonly kept?: boolean;
  readonly end?: true;
}

process.on('message', (message: Message) => {
  if (message.rate !== undefined) perMs = message.rate / 1000;
  if (message.rows !== undefined) rows = message.rows;
  if (message.end === true) {
    clearInterval(timer);
    void shell
      .close()
      .then(() => door.close())
      .then(() => database.drop())
      .finally(() => process.exit(0));
    return;
  }
  const { user, system } = process.cpuUsage();
  const rssMb = process.memoryUsage.rss() / 1e6;
  const kept = message.kept === true ? keptMb() : null;
  say({
    ...counts,
    refusals,
    alerts,
    lost: shell.ended.length,
    rssMb,
    keptMb: kept,
    cpuMs: (user + system) / 1000,
  } satisfies EngineCounts);
});
say('ready');
