/** One order's costs as text. */
import type { CostedOrder } from '@ultrathink/db/tca';
import { divide, signOf, utcTimeSchema } from '@ultrathink/domain/kernel';
import type { OrderCosts } from '@ultrathink/domain/tca';
import { z } from 'zod';
import { figureOrNull, textOf } from './schemas.ts';

const PRICE_SCALE = 18;

export const orderCostsSchema = z.strictObject({
  side: z.enum(['Buy', 'Sell']),
  quoteAsset: z.string(),
  baseAsset: z.string(),
  isEnded: z.boolean(),
  orderQty: z.string(),
  filled: z.string(),
  avgPx: figureOrNull,
  firstFillAt: utcTimeSchema.nullable(),
  lastFillAt: utcTimeSchema.nullable(),
  /** Mids when it was decided on, when its first child left, and when it ended. */
  decisionMid: figureOrNull,
  arrivalMid: figureOrNull,
  arrivalBid: figureOrNull,
  arrivalAsk: figureOrNull,
  endMid: figureOrNull,
  /** In quote asset; positive is a cost. Null where a figure is not known. */
  shortfall: z.strictObject({
    delay: figureOrNull,
    execution: figureOrNull,
    opportunity: figureOrNull,
    beforeFees: figureOrNull,
    fees: figureOrNull,
    total: figureOrNull,
  }),
  inBps: z.strictObject({
    delay: figureOrNull,
    execution: figureOrNull,
    opportunity: figureOrNull,
    beforeFees: figureOrNull,
    fees: figureOrNull,
    total: figureOrNull,
  }),
  /** Of all venues' minutes from the first fill to the last: (high + low + close) / 3 by volume. */
  vwap: figureOrNull,
  vwapBps: figureOrNull,
  /** Share of what the market traded in those minutes. */
  participation: figureOrNull,
  effectiveBps: figureOrNull,
  quotedBps: figureOrNull,
  effectiveOverQuoted: figureOrNull,
  /** Mean mid when the fills were booked. */
  fillMid: figureOrNull,
  /** Of the fills, as far as they are taken; a client's own people are not shown them. */
  markouts: z.array(
    z.strictObject({
      afterMs: z.int(),
      /** Of the price; positive is in favour of the order. */
      bps: figureOrNull,
      impactBps: figureOrNull,
      realisedBps: figureOrNull,
      mid: figureOrNull,
    }),
  ),
  /** What the first route was to take at once, per unit with fees, and what came. */
  estimate: z
    .strictObject({
      quantity: z.string(),
      expectedPx: z.string(),
      actualPx: figureOrNull,
      dearerBps: figureOrNull,
    })
    .nullable(),
});

export function costsText({ facts, ...order }: CostedOrder, costs: OrderCosts) {
  const { shortfall, inBps, estimate } = costs;
  return {
    side: facts.side,
    quoteAsset: order.quote,
    baseAsset: order.base,
    isEnded: facts.isEnded,
    orderQty: textOf(facts.orderQty) ?? '0',
    filled: textOf(facts.filled) ?? '0',
    avgPx: textOf(costs.avgPx),
    firstFillAt: order.firstFillAt,
    lastFillAt: order.lastFillAt,
    decisionMid: textOf(facts.decision),
    arrivalMid: textOf(facts.arrival),
    arrivalBid: textOf(facts.bid),
    arrivalAsk: textOf(facts.ask),
    endMid: textOf(facts.end),
    shortfall: partsText(shortfall),
    inBps: partsText(inBps),
    vwap: textOf(costs.vwap),
    vwapBps: textOf(costs.vwapBps),
    participation: textOf(costs.participation),
    effectiveBps: textOf(costs.effectiveBps),
    quotedBps: textOf(costs.quotedBps),
    effectiveOverQuoted: textOf(costs.effectiveOverQuoted),
    fillMid: meanText(facts.atFill.mids, facts.atFill.quantity),
    markouts: costs.markouts.map(({ afterMs, bps, impactBps, realisedBps }, n) => {
      const later = facts.after[n];
      return {
        afterMs,
        bps: textOf(bps),
        impactBps: textOf(impactBps),
        realisedBps: textOf(realisedBps),
        mid: later === undefined ? null : meanText(later.later, later.quantity),
      };
    }),
    estimate: estimate && {
      quantity: textOf(estimate.quantity) ?? '0',
      expectedPx: textOf(estimate.expectedPx) ?? '0',
      actualPx: textOf(estimate.actualPx),
      dearerBps: textOf(estimate.dearerBps),
    },
  };
}

type Parts = OrderCosts['inBps'];

const partsText = ({ delay, execution, opportunity, beforeFees, fees, total }: Parts) => ({
  delay: textOf(delay),
  execution: textOf(execution),
  opportunity: textOf(opportunity),
  beforeFees: textOf(beforeFees),
  fees: textOf(fees),
  total: textOf(total),
});

function meanText(total: Parts['total'], quantity: Parts['total']): string | null {
  if (total === null || quantity === null || signOf(quantity) <= 0) return null;
  return textOf(divide(total, quantity, PRICE_SCALE, 'HalfEven'));
}
