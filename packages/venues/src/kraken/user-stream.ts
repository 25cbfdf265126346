/**
 * What Kraken reports of one account: the executions channel. Its messages are numbered, so a gap shows;
 * every new connection may have missed something, and says so before it says that it is live. Balances
 * are not among the reports: their channel tells totals and not what is held, so they are asked for.
 */
import { fromEpochMs, toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import type { Report, Subscription } from '../contract/execution-client.ts';
import type { Stream } from '../line/index.ts';
import { ask } from './calls.ts';
import { readToken } from './parse-account.ts';
import { type Execution, readPrivateFrame, understand } from './parse-executions.ts';
import { type KrakenParts, streamAddress } from './parts.ts';

/** What was on its way when the line broke is asked for too. */
const OVERLAP_MS = 5_000;
const SENDS_PER_SECOND = 5;
/** After a subscription was refused. */
const REFUSED_PAUSE_MS = 5_000;
const PING = JSON.stringify({ method: 'ping' });

export function openUserStream(
  parts: KrakenParts,
  onReport: (report: Report) => void,
): Subscription {
  const reader = new UserStream(parts, onReport);
  const { setup, limits, addresses } = parts;
  const { clock, timers, random } = setup;
  let token = '';
  const stream = parts.openStream({
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
      const params = { channel: 'executions', token, snap_orders: true, snap_trades: false };
      send(JSON.stringify({ method: 'subscribe', params, req_id: 1 }));
    },
    onText: (text) => reader.receive(text, stream),
    onDown: ({ code }) => reader.gap(code),
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

type Restartable = Pick<Stream, 'restart' | 'noteGap'>;

class UserStream {
  readonly #parts: KrakenParts;
  readonly #onReport: (report: Report) => void;
  /** The last moment at which nothing was missed; null before the first subscription. */
  #sureAt: UtcTime | null = null;
  /** Of the last message; null until this connection's snapshot is there. */
  #sequence: number | null = null;
  #cancelRestart: () => void = () => undefined;

  constructor(parts: KrakenParts, onReport: (report: Report) => void) {
    this.#parts = parts;
    this.#onReport = onReport;
  }

  opened(): void {
    this.#sequence = null;
    this.#cancelRestart();
  }

  close(): void {
    this.#cancelRestart();
  }

  gap(reason: string): void {
    if (this.#sureAt === null) return;
    const since = fromEpochMs(Math.max(0, toEpochMs(this.#sureAt) - OVERLAP_MS));
    this.#onReport({ kind: 'Gap', since, reason });
  }

  receive(text: string, stream: Restartable): void {
    const read = readPrivateFrame(text);
    if (!read.ok) stream.restart(`a message could not be read: ${read.error.detail}`);
    else if (read.value.kind === 'Refused') this.#refused(read.value.detail, stream);
    else if (read.value.kind !== 'Executions') this.#sure();
    else if (this.#follows(read.value, stream)) {
      for (const told of read.value.executions) this.#tell(told);
      if (read.value.isSnapshot) this.#live();
      this.#sure();
    }
  }

  /** Nothing was missed until now. */
  #sure(): void {
    if (this.#sequence !== null) this.#sureAt = this.#parts.venueClock.now();
  }

  #refused(detail: string, stream: Restartable): void {
    this.#cancelRestart();
    const { timers } = this.#parts.setup;
    this.#cancelRestart = timers.after(REFUSED_PAUSE_MS, () => stream.restart(detail));
  }

  /** What came twice is passed over; a hole makes everything begin again. */
  #follows(
    { isSnapshot, sequence }: { isSnapshot: boolean; sequence: number },
    stream: Restartable,
  ): boolean {
    const last = this.#sequence;
    if (isSnapshot && last === null) {
      this.#sequence = sequence;
      return true;
    }
    if (last !== null && sequence <= last) return false;
    if (last !== null && sequence === last + 1) {
      this.#sequence = sequence;
      return true;
    }
    stream.noteGap();
    stream.restart(`message ${sequence} came after ${last ?? 'none'}`);
    return false;
  }

  #live(): void {
    this.gap('subscribed anew');
    this.#onReport({ kind: 'Live' });
  }

  #tell(told: Execution): void {
    const { known, listings } = this.#parts;
    const read = understand(told, known.get(told.order_id), listings.idOf);
    if (!read.ok) {
      this.gap(`an execution could not be read: ${read.error.detail}`);
      return;
    }
    const { known: order, report, fill } = read.value;
    known.set(told.order_id, order);
    // The fill first, so that nobody sees an order filled by something that was not told.
    if (fill !== null) this.#onReport({ kind: 'Fill', fill });
    if (report !== null) this.#onReport({ kind: 'Order', report });
  }
}
