/** What Kraken tells a customer as it happens. */
import { formatFixed, placesOf } from '../kernel/fixed.ts';
import type { EndReason, Order, Report } from '../matching/index.ts';
import type { VenueWorld } from '../world/venue-world.ts';
import { orderCode, tradeCode } from './names.ts';
import { listingOf } from './public.ts';
import { instant, plain, reasonOf, streamStatusOf, timeOf, typeOf } from './wire.ts';

interface Happening {
  readonly at: number;
  readonly order: Order;
  readonly execType: string;
  readonly reason?: EndReason;
  readonly trade?: {
    readonly id: number;
    readonly price: bigint;
    readonly qty: bigint;
    readonly fee: bigint;
    readonly feeAsset: string;
    readonly isMaker: boolean;
  };
}

export function executionsOf(
  world: VenueWorld,
  owner: string,
  reports: readonly Report[],
): Record<string, unknown>[] {
  return reports.flatMap((report) =>
    happeningsOf(report)
      .filter(({ order }) => order.owner === owner)
      .map((happening) => execution(world, happening)),
  );
}

function happeningsOf(report: Report): Happening[] {
  const { at } = report;
  switch (report.kind) {
    case 'New':
      return [
        { at, order: report.order, execType: 'pending_new' },
        { at, order: report.order, execType: 'new' },
      ];
    case 'Rejected':
      // Only the post-only order was ever taken.
      return report.reason === 'PostOnlyWouldTrade'
        ? [{ at, order: report.order, execType: 'canceled', reason: report.reason }]
        : [];
    case 'Triggered':
      return [{ at, order: report.order, execType: 'status' }];
    case 'Amended':
      return [{ at, order: report.order, execType: 'amended' }];
    case 'Canceled':
    case 'Expired': {
      const execType = report.reason === 'GoodTillDate' ? 'expired' : 'canceled';
      return [{ at, order: report.order, execType, reason: report.reason }];
    }
    case 'Trade': {
      const { tradeId: id, price, qty } = report;
      return [report.maker, report.taker].flatMap(({ order, fee, feeAsset }, n) => {
        const trade = { id, price, qty, fee, feeAsset, isMaker: n === 0 };
        const happened = { at, order, execType: 'trade', trade };
        return order.status === 'Filled'
          ? [happened, { at, order, execType: 'filled' }]
          : [happened];
      });
    }
  }
}

export function execution(
  world: VenueWorld,
  { at, order, execType, reason, trade }: Happening,
): Record<string, unknown> {
  const listing = listingOf(world, order.instrument);
  const price = (value: bigint) => plain(value, placesOf(listing.tickSize));
  const average = order.cumQty === 0n ? 0n : (order.cumQuote * 10n ** 18n) / order.cumQty;
  return {
    order_id: orderCode(order.id),
    ...(order.clientId !== null && { cl_ord_id: order.clientId }),
    exec_type: execType,
    order_status: statusIn(execType, order),
    order_userref: 0,
    timestamp: instant(at),
    ...(!BRIEF.has(execType) && {
      symbol: listing.id,
      side: order.side.toLowerCase(),
      order_type: typeOf(order),
    }),
    ...(!BRIEF.has(execType) &&
      trade === undefined && {
        order_qty: plain(order.qty ?? order.cumQty, 8),
        ...(order.price !== null && { limit_price: price(order.price) }),
        ...(order.stopPrice !== null && { stop_price: price(order.stopPrice) }),
        time_in_force: timeOf(order).toUpperCase(),
      }),
    ...(execType !== 'new' && {
      cum_qty: plain(order.cumQty, 8),
      cum_cost: plain(order.cumQuote, 5),
      avg_price: price(average),
      fee_usd_equiv: plain(trade?.fee ?? 0n, 5),
    }),
    ...(reason !== undefined && { reason: reasonOf(reason), cancel_reason: reasonOf(reason) }),
    ...(trade !== undefined && {
      exec_id: tradeCode(trade.id),
      trade_id: trade.id,
      last_qty: plain(trade.qty, 8),
      last_price: price(trade.price),
      cost: plain((trade.price * trade.qty) / 10n ** 18n, 5),
      liquidity_ind: trade.isMaker ? 'm' : 't',
      fees: [{ asset: trade.feeAsset, qty: plain(trade.fee, 8) }],
    }),
  };
}

/** What is told of an order that a message before has described: only what changed. */
const BRIEF: ReadonlySet<string> = new Set(['new', 'filled', 'canceled', 'expired']);

/** A trade says that there is more to come even when it is the last: `filled` follows it. */
function statusIn(execType: string, order: Order): string {
  if (execType === 'pending_new') return 'pending_new';
  return execType === 'trade' ? 'partially_filled' : streamStatusOf(order);
}

/** Open orders, told when somebody begins to listen. */
export function snapshotOf(world: VenueWorld, owner: string): Record<string, unknown>[] {
  return world.venue.openOrders(owner).map((order) => ({
    ...execution(world, { at: order.updatedAt, order, execType: 'status' }),
    exec_type: 'new',
  }));
}

export function balancesOf(
  world: VenueWorld,
  owner: string,
  assets: readonly string[],
): Record<string, unknown>[] {
  return assets.map((asset) => {
    const { free, held } = world.venue.funds.of(owner, asset);
    return { asset, asset_class: 'currency', balance: Number(formatFixed(free + held)) };
  });
}
