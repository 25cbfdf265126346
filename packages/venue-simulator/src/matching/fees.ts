/** What a trade costs each side. */
import { divide, type Fixed, floorTo, most, multiply, ONE, unitOf } from '../kernel/fixed.ts';
import type { Instrument } from './instrument.ts';
import type { Side } from './order.ts';

export interface FeeRates {
  /** As a share of the notional: 0.001 is 10 basis points. */
  readonly maker: Fixed;
  readonly taker: Fixed;
}

export interface FeeRules {
  readonly rates: (owner: string) => FeeRates;
  /** Received: taken from what the side gets. Quote: always in quote asset, on top for buyers. */
  readonly paidIn: 'Received' | 'Quote';
}

/**
 * Venues keep eight places. Rounded down, so that the fees of many parts are never more than the fee
 * of the whole: what an order holds at its start is always enough.
 */
const FEE_UNIT = unitOf(8);

export interface Fee {
  readonly amount: Fixed;
  readonly asset: string;
}

export function feeOf(
  rules: FeeRules,
  instrument: Instrument,
  trade: { readonly side: Side; readonly qty: Fixed; readonly price: Fixed; readonly rate: Fixed },
): Fee {
  const { side, qty, price, rate } = trade;
  const isInBase = rules.paidIn === 'Received' && side === 'Buy';
  const over = isInBase ? qty : multiply(price, qty);
  const amount = floorTo(multiply(over, rate), FEE_UNIT);
  return { amount, asset: isInBase ? instrument.base : instrument.quote };
}

/** What a buyer may have to pay for this at most, fee included: what a limit order holds. */
export function mostToPay(rules: FeeRules, owner: string, notional: Fixed): Fixed {
  if (rules.paidIn === 'Received') return notional;
  const { maker, taker } = rules.rates(owner);
  return notional + floorTo(multiply(notional, most(maker, taker)), FEE_UNIT);
}

/** How much of this amount is left for the trade itself once the fee is paid from it. */
export function withoutFee(rules: FeeRules, owner: string, amount: Fixed): Fixed {
  if (rules.paidIn === 'Received') return amount;
  return divide(amount, ONE + rules.rates(owner).taker);
}
