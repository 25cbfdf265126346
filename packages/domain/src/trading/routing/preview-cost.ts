/** What an order would come to, read out of the receipt that its route was decided by. */
import { z } from 'zod';
import {
  absolute,
  add,
  type Decimal,
  decimal,
  decimalSchema,
  divide,
  greatest,
  isZero,
  least,
  multiply,
  subtract,
  sum,
} from '../../kernel/index.ts';
import type { Side } from '../../market-data/index.ts';
import type { RoutingReceipt } from './receipt.ts';
import { readAlternatives, readAs, readPlan } from './receipt-read.ts';

/** Of one child of the plan; money in quote asset. */
export interface PlannedPart {
  readonly venue: string;
  readonly purpose: 'Take' | 'Rest';
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** The venue's, by its rates: taker of what takes, maker of what rests. */
  readonly fee: Decimal;
}

export interface PreviewCost {
  readonly parts: readonly PlannedPart[];
  /** What the parts come to; what no venue can have is left out. */
  readonly quantity: Decimal;
  readonly unrouted: Decimal;
  readonly notional: Decimal;
  readonly avgPx: Decimal;
  /** Between the best bid and the best ask of all books; null where a side is missing. */
  readonly mid: Decimal | null;
  /** What the average is worse than the mid by; below zero it is better. */
  readonly slippageBps: Decimal | null;
  readonly fee: Decimal;
  readonly feeBps: Decimal;
  /** Null where no tier says the commission; then there is no sum either. */
  readonly commission: Decimal | null;
  readonly commissionBps: Decimal | null;
  /** Paid by a buyer, got by a seller, with fees and commission. */
  readonly allIn: Decimal | null;
  /** The cheapest single venue, and what the route spares against it; null without another way. */
  readonly saved: { readonly venue: string; readonly bps: Decimal } | null;
}

const SCALE = 12;
const BPS = decimal('10000');

const levels = z.array(z.tuple([decimalSchema, decimalSchema]));
const snapshotSchema = z.object({
  side: z.enum(['Buy', 'Sell']),
  venues: z.array(
    z.object({ book: z.object({ bids: levels.optional(), asks: levels.optional() }) }),
  ),
});

/** Null where nothing would be sent, or the texts can't be read. */
export function previewCost(
  receipt: Pick<RoutingReceipt, 'plan' | 'snapshot' | 'alternatives'>,
  commissionRate: Decimal | null,
): PreviewCost | null {
  const plan = readPlan(receipt.plan);
  const snapshot = readAs(snapshotSchema, receipt.snapshot);
  if (plan === null || snapshot === null || plan.children.length === 0) return null;
  const quantity = sum(plan.children.map((child) => decimal(child.quantity)));
  const notional = sum(plan.children.map((child) => decimal(child.notional)));
  if (isZero(quantity) || isZero(notional)) return null;
  const parts = plan.children.map(({ venue, purpose, quantity, price, notional, allIn }) => ({
    ...{ venue, purpose, quantity: decimal(quantity), price: decimal(price) },
    fee: absolute(subtract(decimal(allIn), decimal(notional))),
  }));
  const fee = sum(parts.map((part) => part.fee));
  const commission = commissionRate === null ? null : multiply(notional, commissionRate);
  const avgPx = divide(notional, quantity, SCALE, 'HalfEven');
  const mid = midOf(snapshot.venues.map(({ book }) => book));
  const { side } = snapshot;
  const costs = commission === null ? null : add(fee, commission);
  return {
    parts,
    quantity,
    unrouted: decimal(plan.unrouted),
    notional,
    avgPx,
    mid,
    slippageBps: mid === null ? null : slippageOf(side, avgPx, mid),
    fee,
    feeBps: bpsOf(fee, notional),
    commission,
    commissionBps: commissionRate === null ? null : multiply(commissionRate, BPS),
    allIn:
      costs === null ? null : side === 'Buy' ? add(notional, costs) : subtract(notional, costs),
    saved: savedOf(receipt.alternatives),
  };
}

const bpsOf = (part: Decimal, whole: Decimal) => divide(multiply(part, BPS), whole, 4, 'HalfEven');

function slippageOf(side: Side, avgPx: Decimal, mid: Decimal): Decimal {
  return bpsOf(side === 'Buy' ? subtract(avgPx, mid) : subtract(mid, avgPx), mid);
}

type Books = z.infer<typeof snapshotSchema>['venues'][number]['book'][];

function midOf(books: Books): Decimal | null {
  const [bid, ...bids] = books.flatMap((book) => book.bids?.[0]?.[0] ?? []);
  const [ask, ...asks] = books.flatMap((book) => book.asks?.[0]?.[0] ?? []);
  if (bid === undefined || ask === undefined) return null;
  return divide(
    add(bids.reduce(greatest, bid), asks.reduce(least, ask)),
    decimal('2'),
    SCALE,
    'HalfEven',
  );
}

function savedOf(text: string): PreviewCost['saved'] {
  const single = readAlternatives(text).flatMap(({ name, dearerBps }) =>
    name.kind !== 'Only' || dearerBps === null
      ? []
      : [{ venue: name.venue, bps: decimal(dearerBps) }],
  );
  const [first, ...rest] = single;
  if (first === undefined) return null;
  return rest.reduce((best, one) => (least(best.bps, one.bps) === best.bps ? best : one), first);
}
