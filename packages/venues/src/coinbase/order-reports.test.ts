import { decimal, fromEpochMs, type Price, type Quantity, toText } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { ClOrdId, OrderReport, VenueFill } from '@ultrathink/domain/trading';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Evidence } from '../contract/answer.ts';
import type { Report } from '../contract/execution-client.ts';
import { OrderReports } from './order-reports.ts';

const AT = fromEpochMs(1_795_000_000_000);
const BTC = 'BTC/USD' as InstrumentId;
const evidence: Evidence = {
  operation: 'fills',
  request: { method: 'GET', url: '', headers: {}, body: null },
  response: null,
  sentAt: AT,
  durationMs: 1,
  fault: null,
};

const report = (cumQty: string, changes: Partial<OrderReport> = {}): OrderReport => ({
  orderId: 'a',
  clOrdId: 'mine' as ClOrdId,
  instrument: BTC,
  side: 'Buy',
  ordStatus: cumQty === '0' ? 'New' : 'PartiallyFilled',
  orderQty: decimal('3') as Quantity,
  cumQty: decimal(cumQty),
  avgPx: null,
  at: AT,
  text: null,
  ...changes,
});

const fill = (execId: string, qty = '1'): VenueFill => ({
  execId,
  orderId: 'a',
  clOrdId: null,
  instrument: BTC,
  side: 'Buy',
  lastQty: decimal(qty) as Quantity,
  lastPx: decimal('50000') as Price,
  fee: null,
  isMaker: true,
  at: AT,
});

/** The venue's list of fills and a clock, both driven by hand. */
class Bench {
  readonly heard: string[] = [];
  asked = 0;
  readonly #answers: ((answer: Answer<readonly VenueFill[]>) => void)[] = [];
  readonly #timers: { readonly ms: number; readonly run: () => void }[] = [];
  readonly orders = new OrderReports({
    timers: {
      after: (ms, run) => {
        this.#timers.push({ ms, run });
        return () => undefined;
      },
    },
    fillsOf: () => {
      this.asked += 1;
      return new Promise((resolve) => this.#answers.push(resolve));
    },
    onReport: (one) => this.heard.push(shown(one)),
    onMissing: (_, reason) => this.heard.push(`missing: ${reason}`),
  });

  async lists(...fills: VenueFill[]): Promise<void> {
    await this.#answer({ kind: 'Told', value: fills, evidence });
  }

  async fails(): Promise<void> {
    await this.#answer({ kind: 'NoInformation', detail: 'HTTP 502', notSent: null, evidence });
  }

  /** How long it waited. */
  async waits(): Promise<number | undefined> {
    const timer = this.#timers.shift();
    timer?.run();
    await settled();
    return timer?.ms;
  }

  async #answer(answer: Answer<readonly VenueFill[]>): Promise<void> {
    const next = this.#answers.shift();
    if (next === undefined) throw new Error('Nothing was asked.');
    next(answer);
    await settled();
  }
}

/** Every step that is ready has been taken. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function shown(one: Report): string {
  if (one.kind === 'Fill') return `fill ${one.fill.execId} of ${one.fill.clOrdId}`;
  return one.kind === 'Order' ? `${one.report.ordStatus} ${toText(one.report.cumQty)}` : one.kind;
}

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

describe('An order of the stream', () => {
  it('of which nothing is filled is passed on at once, and nothing is asked', () => {
    bench.orders.take(report('0'));
    expect(bench.heard).toEqual(['New 0']);
    expect(bench.asked).toBe(0);
  });

  it('comes after each of its fills, which have our id and are told once', async () => {
    bench.orders.take(report('1'));
    expect(bench.heard).toEqual([]);
    await bench.lists(fill('f1'));
    bench.orders.take(report('3', { ordStatus: 'Filled' }));
    await bench.lists(fill('f1'), fill('f2'), fill('f3'));
    expect(bench.heard).toEqual([
      'fill f1 of mine',
      'PartiallyFilled 1',
      'fill f2 of mine',
      'fill f3 of mine',
      'Filled 3',
    ]);
  });

  it('keeps its place behind one that waits for its fills, and asks no more than it has to', async () => {
    bench.orders.take(report('1'));
    bench.orders.take(report('2'));
    bench.orders.take(report('2', { ordStatus: 'Canceled' }));
    await bench.lists(fill('f1'), fill('f2'));
    expect(bench.heard).toEqual([
      'fill f1 of mine',
      'fill f2 of mine',
      'PartiallyFilled 1',
      'PartiallyFilled 2',
      'Canceled 2',
    ]);
    expect(bench.asked).toBe(1);
  });

  it('does not wait for another order’s fills', async () => {
    bench.orders.take(report('1'));
    bench.orders.take(report('0', { orderId: 'b' }));
    expect(bench.heard).toEqual(['New 0']);
    await bench.lists(fill('f1'));
    expect(bench.heard).toHaveLength(3);
  });

  it('A7-6 whose fills are not listed yet is asked for again, ever more rarely', async () => {
    bench.orders.take(report('2'));
    await bench.lists();
    expect(await bench.waits()).toBe(100);
    await bench.fails();
    expect(await bench.waits()).toBe(400);
    await bench.lists(fill('f1'));
    expect(bench.heard).toEqual(['fill f1 of mine']);
    expect(await bench.waits()).toBe(1_500);
    await bench.lists(fill('f1'), fill('f2'));
    expect(bench.heard).toEqual(['fill f1 of mine', 'fill f2 of mine', 'PartiallyFilled 2']);
  });

  it.each([
    ['fails', 'missing: HTTP 502'],
    ['lists', 'missing: they are not listed'],
  ] as const)('whose fills are never told (%s) says so, and is passed on', async (how, said) => {
    bench.orders.take(report('1'));
    for (let asked = 0; asked < 4; asked += 1) {
      await bench[how]();
      await bench.waits();
    }
    expect(bench.heard).toEqual([said, 'PartiallyFilled 1']);
    expect(bench.asked).toBe(4);
  });

  it('is told no more after the end', async () => {
    bench.orders.take(report('1'));
    bench.orders.close();
    await bench.lists(fill('f1'));
    bench.orders.take(report('0', { orderId: 'b' }));
    expect(bench.heard).toEqual([]);
  });
});
