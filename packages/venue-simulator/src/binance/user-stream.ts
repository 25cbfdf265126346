/** What Binance tells a customer as it happens. */
import type { EndReason, Order, Report } from '../matching/index.ts';
import type { VenueWorld } from '../world/venue-world.ts';
import { symbolOfId } from './orders.ts';
import { clientIdOf, eight, selfTradeOf, statusOf, timeOf, typeOf } from './wire.ts';

interface Happening {
  readonly at: number;
  readonly order: Order;
  readonly execution: 'NEW' | 'CANCELED' | 'REPLACED' | 'REJECTED' | 'TRADE' | 'EXPIRED';
  readonly reason?: EndReason;
  readonly rejected?: string;
  readonly trade?: {
    readonly id: number;
    readonly price: bigint;
    readonly qty: bigint;
    readonly fee: bigint;
    readonly feeAsset: string;
    readonly isMaker: boolean;
  };
}

/** The reports that concern this owner, as execution reports. */
export function executionReports(world: VenueWorld, owner: string, reports: readonly Report[]) {
  return reports.flatMap((report) =>
    happeningsOf(report)
      .filter(({ order }) => order.owner === owner)
      .map((happening) => executionReport(world, happening)),
  );
}

function happeningsOf(report: Report): Happening[] {
  const { at } = report;
  switch (report.kind) {
    case 'New':
      return [{ at, order: report.order, execution: 'NEW' }];
    // Binance refuses in the answer alone; a triggered order tells nothing of its own.
    case 'Rejected':
    case 'Triggered':
      return [];
    case 'Canceled':
      return [{ at, order: report.order, execution: 'CANCELED', reason: report.reason }];
    case 'Expired':
      return [{ at, order: report.order, execution: 'EXPIRED', reason: report.reason }];
    case 'Amended':
      return [{ at, order: report.order, execution: 'REPLACED' }];
    case 'Trade': {
      const { tradeId: id, price, qty } = report;
      return [report.maker, report.taker].map(({ order, fee, feeAsset }, n) => ({
        at,
        order,
        execution: 'TRADE',
        trade: { id, price, qty, fee, feeAsset, isMaker: n === 0 },
      }));
    }
  }
}

function executionReport(world: VenueWorld, happening: Happening): Record<string, unknown> {
  const { at, order, execution, trade, reason } = happening;
  const isCanceled = execution === 'CANCELED';
  return {
    e: 'executionReport',
    E: at,
    s: symbolOfId(world, order.instrument),
    c: isCanceled ? `cancel${order.id}` : clientIdOf(order),
    S: order.side.toUpperCase(),
    o: typeOf(order),
    f: timeOf(order),
    q: eight(order.qty ?? order.cumQty),
    p: eight(order.price ?? 0n),
    P: eight(order.stopPrice ?? 0n),
    F: eight(0n),
    g: -1,
    C: isCanceled ? clientIdOf(order) : '',
    x: execution,
    X: statusOf(order, reason),
    r: happening.rejected ?? 'NONE',
    i: order.id,
    l: eight(trade?.qty ?? 0n),
    z: eight(order.cumQty),
    L: eight(trade?.price ?? 0n),
    n: trade === undefined ? '0' : eight(trade.fee),
    N: trade?.feeAsset ?? null,
    T: at,
    t: trade?.id ?? -1,
    I: order.id * 10 + (trade === undefined ? 0 : 1),
    w: order.isTriggered && (order.status === 'New' || order.status === 'PartiallyFilled'),
    m: trade?.isMaker ?? false,
    M: false,
    O: order.createdAt,
    Z: eight(order.cumQuote),
    Y: trade === undefined ? eight(0n) : eight((trade.price * trade.qty) / 10n ** 18n),
    Q: eight(order.quoteQty ?? 0n),
    W: order.createdAt,
    V: selfTradeOf(order),
  };
}

export function accountPosition(
  world: VenueWorld,
  owner: string,
  assets: readonly string[],
  at: number,
) {
  return {
    e: 'outboundAccountPosition',
    E: at,
    u: at,
    B: assets.map((asset) => {
      const { free, held } = world.venue.funds.of(owner, asset);
      return { a: asset, f: eight(free), l: eight(held) };
    }),
  };
}
