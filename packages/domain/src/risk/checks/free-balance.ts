/**
 * What the order may cost at worst, its fee in it, against what is free at the venue. What open orders
 * hold is not free. The fee of a sale is taken from what it brings.
 */
import {
  add,
  type Decimal,
  greaterThan,
  multiply,
  ONE,
  signOf,
  subtract,
} from '../../kernel/index.ts';
import { type Check, cannotTell, checkOf } from '../../trading/index.ts';
import { type Balance, limitPriceOf, type Subject, stopPriceOf } from '../facts.ts';

const CODE = 'FreeBalance';

function bought({ order, facts }: Subject): Decimal | string {
  if (facts.feeRate === null) return 'feeRate';
  const price = limitPriceOf(order.terms) ?? worstOf(facts.worstPrice, stopPriceOf(order.terms));
  if (price === null) return 'worstPrice';
  const cost = multiply(order.orderQty, price);
  // A rebate is had when it is paid, and not before.
  return signOf(facts.feeRate) > 0 ? multiply(cost, add(ONE, facts.feeRate)) : cost;
}

function worstOf(worst: Decimal | null, stopPx: Decimal | null): Decimal | null {
  if (worst === null || stopPx === null) return worst;
  return greaterThan(stopPx, worst) ? stopPx : worst;
}

export function freeBalance(subject: Subject): readonly Check[] {
  const { order, facts } = subject;
  const isBuy = order.side === 'Buy';
  const balance: Balance | null = isBuy ? facts.quoteAsset : facts.base;
  if (balance === null) return [cannotTell(CODE, isBuy ? 'quoteAsset' : 'base')];
  const needed = isBuy ? bought(subject) : order.orderQty;
  if (typeof needed === 'string') return [cannotTell(CODE, needed)];
  const free = subtract(balance.total, balance.held);
  const words = { asset: isBuy ? 'Quote' : 'Base' };
  return [
    greaterThan(needed, free)
      ? checkOf(CODE, 'Refuse', 'OverLimit', { limit: free, actual: needed }, words)
      : checkOf(CODE, 'Pass', 'Within', { limit: free, actual: needed }, words),
  ];
}
