/** What would be decided of an order now, by the same code that decides it; nothing is done. */
import { orderWishTextSchema } from '@ultrathink/domain/engine';
import { decimal, toText } from '@ultrathink/domain/kernel';
import { type PreviewCost, previewCost } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { askEngine } from '../engine/ask-engine.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { decisionSchema, expectAnswer } from './answer.ts';
import { resourceOfAccount } from './whose.ts';

const amount = z.string().max(160);

/** Decimal text; money in quote asset. */
const costSchema = z.strictObject({
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

export const previewOrder = query('trading.preview')
  .input(z.strictObject({ wish: orderWishTextSchema }))
  .output(
    z.strictObject({
      decision: decisionSchema,
      /** Null where nothing would be sent now: refused before routing, or waiting for a trigger. */
      cost: costSchema.nullable(),
    }),
  )
  .query(async ({ ctx, input: { wish } }) => {
    const { beneficiary } = wish;
    if (beneficiary.kind === 'Block') {
      throw new Refusal('InvalidInput', 'Block orders are previewed by the desk, as such.');
    }
    const resource = await resourceOfAccount(ctx, 'trading.preview', beneficiary.account);
    ctx.requirePermission('trading.preview', resource);
    const { answer } = await askEngine(ctx, { name: 'previewOrder', wish });
    const { decision, commissionRate } = expectAnswer(answer, 'Previewed');
    const { receipt } = decision;
    const rate = commissionRate === null ? null : decimal(commissionRate);
    const cost = receipt === null ? null : previewCost(receipt, rate);
    return { decision, cost: cost === null ? null : costText(cost) };
  });

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
