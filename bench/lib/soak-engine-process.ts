/**
 * An engine that decides, commits and tells orders at a rate, behind a door that a web process reads:
 * the shell of the bars with a venue that answers at once. Its parent says how fast by messages.
 * Arguments: the door's path, the client whose orders they are.
 */
import { copyTemplate, startTestServer } from '@ultrathink/db/testing';
import { BINANCE } from '@ultrathink/domain/engine/core/testing';
import type { ClientId } from '@ultrathink/domain/kernel';
import { systemClock } from '@ultrathink/runtime';
import { binanceFirst } from './binance-first.ts';
import { openCountingSocket } from './counting-socket.ts';
import { countingVenue, FINE_STEP } from './counting-venue.ts';
import { commandOf, openShell, refusalIn } from './engine-shell.ts';
import { ENV } from './env.ts';
import { openDoorAt } from './shell-door.ts';

/** The shard that a platform of one engine has. */
const SHARD = 0;
const TURN_MS = 10;
/** What waits for longer is no rate that is held: it is let go, and counted so. */
const WAITING_MOST = 500;
const ENDED: ReadonlySet<string> = new Set(['Filled', 'Canceled', 'Expired', 'Rejected']);
const FIRST_STEPS = 2_000_000;

export interface EngineCounts {
  readonly orders: number;
  readonly refused: number;
  /** Not asked for, because too many waited. */
  readonly skipped: number;
  /** Notices of orders, and of them those that say an order's end. */
  readonly told: number;
  readonly ended: number;
  readonly rssMb: number;
  readonly cpuMs: number;
}

const [path = '', client = ''] = process.argv.slice(2);
const counts = { orders: 0, refused: 0, skipped: 0, told: 0, ended: 0 };

const database = await copyTemplate(await startTestServer(ENV));
const counting = await openCountingSocket();
const shell = await openShell({
  database,
  relayShard: SHARD,
  line: { venue: BINANCE, execution: await countingVenue(counting.socket, () => undefined) },
  market: () => binanceFirst(systemClock.now(), FINE_STEP),
  price: '100',
  onNotice(notice) {
    if (notice.body.topic === 'trading.orders') {
      counts.told += 1;
      if (ENDED.has(notice.body.payload.ordStatus)) counts.ended += 1;
    }
    return { ...notice, clientId: client as ClientId };
  },
});
const door = await openDoorAt(path, shell);

let [perTurn, due, waiting, asked] = [0, 0, 0, 0];

function place(): void {
  asked += 1;
  waiting += 1;
  const command = commandOf(shell, {
    strategy: null,
    instrument: 'BTC/USD',
    side: 'Buy',
    orderQty: `0.${String(FIRST_STEPS + asked).padStart(8, '0')}`,
    terms: { ordType: 'Limit', price: '100.30' },
    timeInForce: 'ImmediateOrCancel',
    expireTime: null,
    isPostOnly: false,
    isReduceOnly: false,
  });
  if (command.body.name !== 'placeOrder') return;
  void shell.callers.ask(command, command.body, command.sentAt).then((outcome) => {
    waiting -= 1;
    if (refusalIn(outcome) === null) counts.orders += 1;
    else counts.refused += 1;
  });
}

const timer = setInterval(() => {
  due += perTurn;
  for (; due >= 1; due -= 1) {
    if (waiting < WAITING_MOST) place();
    else counts.skipped += 1;
  }
}, TURN_MS);

const say = (message: unknown) => process.send?.(message);

process.on('message', (message: { readonly rate?: number; readonly end?: true }) => {
  if (message.rate !== undefined) perTurn = (message.rate * TURN_MS) / 1000;
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
  say({ ...counts, rssMb, cpuMs: (user + system) / 1000 } satisfies EngineCounts);
});
say('ready');
