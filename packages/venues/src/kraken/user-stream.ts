/**
 * What Kraken reports of one account. Messages of the executions channel are numbered, so a hole shows;
 * every new connection may have missed something, and says so before it says that it is live. The
 * balances channel tells totals and not what is held, so a change makes the balances be asked for.
 */
import { fromEpochMs, toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import type { Report, Subscription } from '../contract/execution-client.ts';
import type { Stream } from '../line/index.ts';
import { BalanceWatch } from './balance-watch.ts';
import { ask } from './calls.ts';
import { readBalances, readToken } from './parse-account.ts';
import { type Execution, readPrivateFrame, understand } from './parse-executions.ts';
import { type KrakenParts, streamAddress } from './parts.ts';

/** What was on its way when the line broke is asked for too. */
const OVERLAP_MS = 5_000;
const SENDS_PER_SECOND = 5;
/** After a subscription was refused. */
const REFUSED_PAUSE_MS = 5_000;
/** A snapshot that does not come is asked for again. */
const SNAPSHOT_MS = 5_000;
/** How long a message may be late before it counts as lost. */
const LATE_MS = 1_000;
const PING = JSON.stringify({ method: 'ping' });

export function openUserStream(
  parts: KrakenParts,
  onReport: (report: Report) => void,
): Subscription {
  const { setup, limits, addresses } = parts;
  const { clock, timers, random } = setup;
  const reader = new UserStream(parts, onReport, (detail) => stream.restart(detail));
  let token = '';
  const subscribe = (channel: string, snapshot: object) =>
    JSON.stringify({ method: 'subscribe', params: { channel, token, ...snapshot } });
  const stream: Stream = parts.openStream({
    name: `${setup.name}/user`,
    clock,
    timers,
    random,
    url: async () => {
      token = await freshToken(parts);
      return streamAddress(addresses, 'privateV2');
    },
    onOpen: (send) => {
      reader.opened();
      send(subscribe('executions', { snap_orders: true, snap_trades: false }));
      send(subscribe('balances', { snapshot: false }));
    },
    onText: (text) => reader.receive(text, stream),
    onDown: ({ code }) => reader.down(code),
    silenceMs: limits.silenceMs,
    ping: { everyMs: limits.silenceMs / 3, text: PING },
    sendsPerSecond: SENDS_PER_SECOND,
  });
  return {
    async close() {
      reader.close();
      await stream.close();
    },
  };
}

/** Good for a quarter of an hour, and for the life of the connection that used it. @throws {Error} */
async function freshToken({ wire }: KrakenParts): Promise<string> {
  const answer = await wire.ask(ask('session', 'GetWebSocketsToken'), readToken);
  if (answer.kind === 'Told') return answer.value;
  throw new Error(`no token: ${answer.detail}`);
}

class UserStream {
  readonly #parts: KrakenParts;
  readonly #onReport: (report: Report) => void;
  readonly #restart: (detail: string) => void;
  readonly #balances: BalanceWatch;
  /** The last moment at which nothing was missed; null before the first subscription. */
  #sureAt: UtcTime | null = null;
  /** This connection's snapshot is there. */
  #isLive = false;
  /** The greatest so far on this connection. */
  #sequence: number | null = null;
  /** Numbers that were passed over, and may still come. */
  readonly #missing = new Set<number>();
  /** What makes it begin again: no snapshot or a refusal, and a message that is late. */
  #cancelBeginning: () => void = () => undefined;
  #cancelLate: () => void = () => undefined;

  constructor(
    parts: KrakenParts,
    onReport: (report: Report) => void,
    restart: (detail: string) => void,
  ) {
    this.#parts = parts;
    this.#onReport = onReport;
    this.#restart = restart;
    const { wire, listings, setup } = parts;
    this.#balances = new BalanceWatch({
      timers: setup.timers,
      ask: () => wire.ask(ask('balances', 'BalanceEx'), (body) => readBalances(body, listings)),
      onBalance: (balance) => onReport({ kind: 'Balance', balance }),
    });
  }

  opened(): void {
    this.#forget();
    this.#cancelBeginning = this.#restartAfter(SNAPSHOT_MS, 'the snapshot is missing');
    this.#sequence = null;
    this.#missing.clear();
  }

  close(): void {
    this.#forget();
    this.#balances.close();
  }

  down(reason: string): void {
    this.#forget();
    this.#gap(reason);
  }

  #forget(): void {
    this.#cancelBeginning();
    this.#cancelLate();
    this.#isLive = false;
  }

  #gap(reason: string): void {
    if (this.#sureAt === null) return;
    const since = fromEpochMs(Math.max(0, toEpochMs(this.#sureAt) - OVERLAP_MS));
    this.#onReport({ kind: 'Gap', since, reason });
  }

  receive(text: string, stream: Pick<Stream, 'noteGap'>): void {
    const read = readPrivateFrame(text);
    if (!read.ok) {
      this.#restart(`a message could not be read: ${read.error.detail}`);
      return;
    }
    const frame = read.value;
    if (frame.kind === 'Refused') {
      this.#cancelBeginning();
      this.#cancelBeginning = this.#restartAfter(REFUSED_PAUSE_MS, frame.detail);
    }
    if (frame.kind === 'Balances') this.#balances.look();
    if (frame.kind === 'Executions') {
      if (this.#hasHole(frame.sequence, frame.isSnapshot)) stream.noteGap();
      for (const told of frame.executions) this.#tell(told);
      this.#balances.look();
      if (frame.isSnapshot) this.#live();
    }
    if (this.#isLive && this.#missing.size === 0) {
      this.#sureAt = this.#parts.venueClock.now();
    }
  }

  /**
   * Messages are passed on as they come, twice if they come twice: whoever books fills knows each by
   * its id. But one that is missing for longer than a moment makes everything begin again.
   */
  #hasHole(sequence: number, isSnapshot: boolean): boolean {
    const last = this.#sequence;
    if (last === null) {
      // Nothing may come before the snapshot.
      this.#sequence = sequence;
      if (!isSnapshot) this.#restart('the snapshot is missing');
      return !isSnapshot;
    }
    const wasWhole = this.#missing.size === 0;
    this.#missing.delete(sequence);
    for (let n = last + 1; n < sequence && this.#missing.size < HOLE_MOST; n += 1) {
      this.#missing.add(n);
    }
    this.#sequence = Math.max(last, sequence);
    const hasHole = sequence > last + 1;
    if (this.#missing.size === 0) this.#cancelLate();
    else if (wasWhole) {
      this.#cancelLate = this.#restartAfter(LATE_MS, `message ${last + 1} is missing`);
    }
    return hasHole;
  }

  #restartAfter(ms: number, detail: string): () => void {
    return this.#parts.setup.timers.after(ms, () => this.#restart(detail));
  }

  #live(): void {
    this.#gap('subscribed anew');
    this.#cancelBeginning();
    this.#isLive = true;
    this.#onReport({ kind: 'Live' });
  }

  #tell(told: Execution): void {
    const { known, listings } = this.#parts;
    const read = understand(told, known.get(told.order_id), listings.idOf);
    if (!read.ok) {
      this.#gap(`an execution could not be read: ${read.error.detail}`);
      return;
    }
    const { known: order, report, fill } = read.value;
    known.set(told.order_id, order);
    // The fill first, so that nobody sees an order filled by something that was not told.
    if (fill !== null) this.#onReport({ kind: 'Fill', fill });
    if (report !== null) this.#onReport({ kind: 'Order', report });
  }
}

/** Of numbers waited for; more than that is a loss anyhow. */
const HOLE_MOST = 100;
