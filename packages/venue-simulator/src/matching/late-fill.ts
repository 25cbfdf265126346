/**
 * A fill that is told only after its order's cancel was confirmed. What the order held was given back
 * by then, so the fill is paid from what is free.
 */
import { type Fixed, multiply } from '../kernel/fixed.ts';
import { type FeeRules, feeOf } from './fees.ts';
import type { Funds } from './funds.ts';
import { BACKGROUND } from './holds.ts';
import type { Instrument } from './instrument.ts';
import { type Order, otherSide, type Report } from './order.ts';

export interface LateFill {
  readonly instrument: Instrument;
  readonly funds: Funds;
  readonly fees: FeeRules;
  readonly order: Order;
  readonly qty: Fixed;
  readonly price: Fixed;
  readonly tradeId: number;
  readonly at: number;
}

/** Undefined when its owner can't pay it any more; nothing has happened then. */
export function fillLate(fill: LateFill): Report | undefined {
  const { instrument, funds, fees, order, qty, price, tradeId, at } = fill;
  const { owner, side } = order;
  const notional = multiply(price, qty);
  const rate = fees.rates(owner).maker;
  const fee = feeOf(fees, instrument, { side, qty, price, rate });
  const { base, quote } = instrument;
  const [given, gives] = side === 'Buy' ? [quote, notional] : [base, qty];
  const [gotten, gets] = side === 'Buy' ? [base, qty] : [quote, notional];
  const pays = gives + (fee.asset === given ? fee.amount : 0n);
  if (funds.of(owner, given).free < pays) return undefined;
  funds.move(owner, given, -pays);
  funds.move(owner, gotten, gets - (fee.asset === gotten ? fee.amount : 0n));
  const cumQty = order.cumQty + qty;
  const isWhole = cumQty === order.qty;
  const filled: Order = {
    ...order,
    cumQty,
    cumQuote: order.cumQuote + notional,
    status: isWhole ? 'Filled' : 'Canceled',
    updatedAt: at,
  };
  const takerSide = otherSide(side);
  const taker: Order = { ...filled, id: 0, owner: BACKGROUND, clientId: null, side: takerSide };
  return {
    kind: 'Trade',
    at,
    tradeId,
    instrument: instrument.id,
    price,
    qty,
    takerSide,
    maker: { order: filled, fee: fee.amount, feeAsset: fee.asset },
    taker: { order: taker, fee: 0n, feeAsset: fee.asset },
  };
}
