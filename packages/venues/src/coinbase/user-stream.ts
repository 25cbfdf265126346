/**
 * What Coinbase reports of one account: the channel of its orders. Messages are counted, so that a hole
 * shows; every new connection may have missed something, and says so before it says that it is live.
 * Balances are not among the reports: no channel of spot tells them, so they are asked for.
 */
import { fromEpochMs, toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import type { OrderReport } from '@ultrathink/domain/trading';
import type { Report, Subscription } from '../contract/execution-client.ts';
import type { Stream } from '../line/index.ts';
import { type Envelope, readStreamMessage, Sequence } from './envelope.ts';
import { REFUSED_PAUSE_MS, SENDS_PER_SECOND, silenceOf } from './limits.ts';
import { OrderReports } from './order-reports.ts';
import { readUserContents } from './parse-user.ts';
import { type CoinbaseParts, streamAddress } from './parts.ts';
import { fills } from './questions.ts';

/** What was on its way when the line broke is asked for too. */
const OVERLAP_MS = 5_000;

export function openUserStream(
  parts: CoinbaseParts,
  onReport: (report: Report) => void,
): Subscription {
  const { setup, limits } = parts;
  const { clock, timers, random } = setup;
  const reader = new UserStream(parts, onReport, () => stream);
  const stream: Stream = parts.openStream({
    name: `${setup.name}/user`,
    clock,
    timers,
    random,
    url: async () => streamAddress(parts),
    onOpen: (send) => {
      reader.opened();
      // A proof is good for one subscription, so that each has its own.
      send(subscribeText(parts, 'user'));
      send(subscribeText(parts, 'heartbeats'));
    },
    onText: (text) => reader.receive(text),
    onDown: ({ code }) => reader.down(code),
    silenceMs: silenceOf(limits),
    heard: 'Texts',
    sendsPerSecond: SENDS_PER_SECOND,
  });
  return {
    async close() {
      reader.close();
      await stream.close();
    },
  };
}

/** Without a list of products it is of all of them. */
function subscribeText({ signer }: CoinbaseParts, channel: string): string {
  const products: readonly string[] = [];
  const proof = signer.subscriptionProof(channel, products);
  return JSON.stringify({ type: 'subscribe', channel, product_ids: products, ...proof });
}

class UserStream {
  readonly #parts: CoinbaseParts;
  readonly #onReport: (report: Report) => void;
  readonly #streamOf: () => Stream;
  readonly #orders: OrderReports;
  readonly #sequence = new Sequence();
  /** The last moment at which nothing was missed; null before the first subscription. */
  #sureAt: UtcTime | null = null;
  #isLive = false;
  #isClosed = false;
  #cancelRestart: () => void = () => undefined;

  constructor(parts: CoinbaseParts, onReport: (report: Report) => void, streamOf: () => Stream) {
    this.#parts = parts;
    this.#onReport = onReport;
    this.#streamOf = streamOf;
    this.#orders = new OrderReports({
      timers: parts.setup.timers,
      fillsOf: (orderId) => fills(parts, { orderId }),
      onReport,
      onMissing: ({ at }, reason) => this.#gap(at, `fills are missing: ${reason}`),
    });
  }

  opened(): void {
    this.#sequence.begin();
    this.#isLive = false;
    this.#cancelRestart();
  }

  down(code: string): void {
    this.#isLive = false;
    this.#cancelRestart();
    this.#gap(this.#sureAt, code);
  }

  close(): void {
    this.#isClosed = true;
    this.#orders.close();
    this.#cancelRestart();
  }

  receive(text: string): void {
    const read = readStreamMessage(text);
    // It could have been anything, an order of ours too.
    if (!read.ok) this.#restart(`a message could not be read: ${read.error.detail}`);
    else if (read.value.kind === 'Error') this.#refused(read.value.text);
    else if (this.#follows(read.value.envelope)) this.#tell(read.value.envelope);
  }

  /** What came twice is passed over; a hole makes everything begin again. */
  #follows({ sequence }: Envelope): boolean {
    const taken = this.#sequence.take(sequence);
    if (typeof taken === 'string') return taken === 'Next';
    this.#streamOf().noteGap();
    this.#restart(`message ${taken.actual} came in place of ${taken.expected}`);
    return false;
  }

  #tell(envelope: Envelope): void {
    const { listings, known } = this.#parts;
    const read = readUserContents(envelope, listings.idOf);
    if (!read.ok) {
      this.#gap(this.#sureAt, `a message could not be read: ${read.error.detail}`);
      return;
    }
    if (read.value.kind === 'Subscribed') this.#subscribed(read.value.channels);
    if (read.value.kind === 'Orders') {
      known.learn(read.value.reports);
      for (const report of read.value.reports) this.#orders.take(report);
    }
    if (this.#isLive) this.#sureAt = this.#parts.venueClock.now();
  }

  #subscribed(channels: readonly string[]): void {
    if (this.#isLive || !channels.includes('user')) return;
    this.#gap(this.#sureAt, 'subscribed anew');
    this.#isLive = true;
    this.#report({ kind: 'Live' });
  }

  #gap(sureAt: OrderReport['at'], reason: string): void {
    if (sureAt === null) return;
    const since = fromEpochMs(Math.max(0, toEpochMs(sureAt) - OVERLAP_MS));
    this.#report({ kind: 'Gap', since, reason });
  }

  #report(report: Report): void {
    if (!this.#isClosed) this.#onReport(report);
  }

  #restart(detail: string): void {
    this.#streamOf().restart(detail);
  }

  #refused(detail: string): void {
    this.#cancelRestart();
    const { timers } = this.#parts.setup;
    this.#cancelRestart = timers.after(REFUSED_PAUSE_MS, () => this.#restart(detail));
  }
}
