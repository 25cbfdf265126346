/** What trading cost over a span: means by money, by group, and each order's own figures. */
import { read } from '@ultrathink/db';
import { type CostedOrder, listCostedOrders } from '@ultrathink/db/tca';
import { type AccountId, type Decimal, idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import {
  type CostTotals,
  costsOf,
  MARKOUTS_MS,
  type OrderCosts,
  totalsOf,
} from '@ultrathink/domain/tca';
import { type ClOrdId, ORD_STATUSES } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { MONEY, ratesNow } from '../portfolio/rates.ts';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';
import { costFilter, expectSpan, figure, figureOrNull, searchOf, textOf } from './schemas.ts';

/** Orders of one answer: the newest of the span. */
const MOST_ORDERS = 2_000;
/** A group without end is a list, and lists have pages. */
const MOST_GROUPS = 100;

const COST_GROUPS = [
  'Instrument',
  'Account',
  'Client',
  'Side',
  'OrdType',
  'Strategy',
  'Day',
] as const;
type CostGroup = (typeof COST_GROUPS)[number];

const meanSchema = z.strictObject({
  bps: figureOrNull,
  /** Orders that it speaks of. */
  orders: z.int(),
});

const totalsSchema = z.strictObject({
  orders: z.int(),
  /** Orders of which nothing says what their quote asset is worth: they have no weight. */
  unweighed: z.int(),
  /** In US dollars of now. */
  traded: figure,
  /** Delay, execution and opportunity, without commission. */
  shortfall: meanSchema,
  execution: meanSchema,
  delay: meanSchema,
  fees: meanSchema,
  effective: meanSchema,
  quoted: meanSchema,
  vwap: meanSchema,
  markouts: z.array(meanSchema.extend({ afterMs: z.int() })),
});

const orderSchema = z.strictObject({
  clOrdId: idSchema<ClOrdId>(),
  account: idSchema<AccountId>(),
  instrument: z.string(),
  side: z.enum(['Buy', 'Sell']),
  ordType: z.string(),
  ordStatus: z.enum(ORD_STATUSES),
  placedAt: utcTimeSchema,
  orderQty: z.string(),
  filled: z.string(),
  avgPx: figureOrNull,
  /** In US dollars of now. */
  traded: figureOrNull,
  shortfallBps: figureOrNull,
  executionBps: figureOrNull,
  feesBps: figureOrNull,
  effectiveBps: figureOrNull,
  /** The mid a minute after the fills. */
  markoutBps: figureOrNull,
  /** Expected and got, per unit with fees: positive came dearer. */
  estimateBps: figureOrNull,
});

export const summary = query('trading.readAnalysis')
  .input(z.strictObject({ ...costFilter, groupBy: z.enum(COST_GROUPS).default('Instrument') }))
  .output(
    z.strictObject({
      at: utcTimeSchema,
      money: z.string(),
      /** There are more in the span than are counted here: these are the newest. */
      isCut: z.boolean(),
      totals: totalsSchema,
      groups: z.array(totalsSchema.extend({ key: z.string() })).max(MOST_GROUPS),
      /** Those that traded, or ended without; newest first. */
      orders: z.array(orderSchema).max(MOST_ORDERS),
    }),
  )
  .query(async ({ ctx, input }) => {
    expectSpan(input);
    const { database, actor } = await ctx.authorise('trading.readAnalysis', sightOf(ctx.caller));
    const search = { ...searchOf(ctx.caller, input), most: MOST_ORDERS + 1 };
    const found = await read(database, actor, async (tx) => ({
      orders: await listCostedOrders(tx, search),
      rates: (await ratesNow(tx, null)).rates,
    }));
    const items = found.orders.slice(0, MOST_ORDERS).map((order) => ({
      order,
      costs: costsOf(order.facts),
      rate: found.rates.get(order.quote) ?? null,
    }));
    const groups = Map.groupBy(items, ({ order }) => groupOf(order, input.groupBy));
    return {
      at: ctx.services.clock.now(),
      money: MONEY,
      isCut: found.orders.length > MOST_ORDERS,
      totals: totalsText(totalsOf(items, MARKOUTS_MS)),
      groups: [...groups]
        .map(([key, own]) => ({ key, ...totalsText(totalsOf(own, MARKOUTS_MS)) }))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .slice(0, MOST_GROUPS),
      orders: items.map(orderText),
    };
  });

function groupOf(order: CostedOrder, by: CostGroup): string {
  switch (by) {
    case 'Instrument':
      return order.instrument;
    case 'Account':
      return order.account;
    case 'Client':
      return order.client ?? '';
    case 'Side':
      return order.facts.side;
    case 'OrdType':
      return order.ordType;
    case 'Strategy':
      return order.strategy ?? '';
    case 'Day':
      return order.placedAt.slice(0, 10);
  }
}

function totalsText(totals: CostTotals) {
  const { shortfall, execution, delay, fees, effective, quoted, vwap } = totals;
  return {
    orders: totals.orders,
    unweighed: totals.unweighed,
    traded: textOf(totals.traded) ?? '0',
    shortfall: meanText(shortfall),
    execution: meanText(execution),
    delay: meanText(delay),
    fees: meanText(fees),
    effective: meanText(effective),
    quoted: meanText(quoted),
    vwap: meanText(vwap),
    markouts: totals.markouts.map(({ afterMs, ...mean }) => ({ afterMs, ...meanText(mean) })),
  };
}

const meanText = ({ bps, orders }: CostTotals['fees']) => ({ bps: textOf(bps), orders });

interface Item {
  readonly order: CostedOrder;
  readonly costs: OrderCosts;
  readonly rate: Decimal | null;
}

/** Of each order's own list: which markout stands for it. */
const SHOWN_MARKOUT_MS = 60_000;

function orderText({ order, costs, rate }: Item) {
  const { facts } = order;
  const { inBps } = costs;
  const shown = costs.markouts.find(({ afterMs }) => afterMs === SHOWN_MARKOUT_MS);
  return {
    clOrdId: order.clOrdId,
    account: order.account as AccountId,
    instrument: order.instrument,
    side: facts.side,
    ordType: order.ordType,
    ordStatus: order.ordStatus,
    placedAt: order.placedAt,
    orderQty: textOf(facts.orderQty) ?? '0',
    filled: textOf(facts.filled) ?? '0',
    avgPx: textOf(costs.avgPx),
    traded: textOf(totalsOf([{ costs, rate }], []).traded),
    shortfallBps: textOf(inBps.beforeFees),
    executionBps: textOf(inBps.execution),
    feesBps: textOf(inBps.fees),
    effectiveBps: textOf(costs.effectiveBps),
    markoutBps: textOf(shown?.bps),
    estimateBps: textOf(costs.estimate?.dearerBps),
  };
}
