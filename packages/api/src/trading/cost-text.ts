/** What an order would come to, as it is told: decimal text, money in quote asset. */
import type { orderDecisionTextSchema } from '@ultrathink/domain/engine';
import { decimal, toText } from '@ultrathink/domain/kernel';
import { type PreviewCost, previewCost } from '@ultrathink/domain/trading';
import { z } from 'zod';

const amount = z.string().max(160);

export const costSchema = z.strictObject({
  parts: z
    .array(
      z.strictObject({
        venue: z.string(),
        purpose: z.enum(['Take', 'Rest']),
        quantity: amount,
        price: amount,
        fee: amount,
      }),
    )
    .max(64),
  quantity: amount,
  unrouted: amount,
  notional: amount,
  avgPx: amount,
  mid: amount.nullable(),
  slippageBps: amount.nullable(),
  fee: amount,
  feeBps: amount,
  commission: amount.nullable(),
  commissionBps: amount.nullable(),
  /** Paid by a buyer, got by a seller, with fees and commission. */
  allIn: amount.nullable(),
  /** The cheapest single venue, and what the route spares against it. */
  saved: z.strictObject({ venue: z.string(), bps: amount }).nullable(),
});

/** Null where nothing would be sent now: refused before routing, or waiting for a trigger. */
export function costOf(
  receipt: z.output<typeof orderDecisionTextSchema>['receipt'],
  commissionRate: string | null,
): z.input<typeof costSchema> | null {
  const rate = commissionRate === null ? null : decimal(commissionRate);
  const cost = receipt === null ? null : previewCost(receipt, rate);
  return cost === null ? null : costText(cost);
}

function costText(cost: PreviewCost): z.input<typeof costSchema> {
  const text = (value: PreviewCost['mid']) => (value === null ? null : toText(value));
  return {
    parts: cost.parts.map(({ venue, purpose, quantity, price, fee }) => ({
      venue,
      purpose,
      quantity: toText(quantity),
      price: toText(price),
      fee: toText(fee),
    })),
    quantity: toText(cost.quantity),
    unrouted: toText(cost.unrouted),
    notional: toText(cost.notional),
    avgPx: toText(cost.avgPx),
    mid: text(cost.mid),
    slippageBps: text(cost.slippageBps),
    fee: toText(cost.fee),
    feeBps: toText(cost.feeBps),
    commission: text(cost.commission),
    commissionBps: text(cost.commissionBps),
    allIn: text(cost.allIn),
    saved: cost.saved === null ? null : { venue: cost.saved.venue, bps: toText(cost.saved.bps) },
  };
}
