/**
 * What a child of an order without a limit may cost beyond the worst level its book showed. It leaves as
 * a limit that takes at once, so that a market that runs away is not followed; at that level itself it
 * would find nothing whenever the level is gone by one tick when it comes. The policy of routing says
 * how far: by one that says nothing children leave at the level, as they were decided once.
 */
import {
  add,
  type Decimal,
  decimal,
  divide,
  greaterThan,
  greatest,
  isZero,
  least,
  lessThan,
  mapGet,
  multiply,
  NUMERIC_SCALE,
  ONE,
  type Price,
  signOf,
  subtract,
  ZERO,
} from '../../../kernel/index.ts';
import type { RoutingPolicy } from '../../../trading/index.ts';
import type { Candidate } from './children.ts';
import { freeAt } from './money.ts';
import { type Sight, venueOf } from './sight.ts';

const BPS = decimal('0.0001');

/**
 * On the tick, towards the level; bought for no more than what is free at the venue. The same candidate
 * where there is no room, or no cushion.
 */
export function cushioned(sight: Sight, policy: RoutingPolicy, candidate: Candidate): Candidate {
  const { cushionBps } = policy;
  const { terms } = candidate;
  if (cushionBps === undefined || !('price' in terms) || terms.ordType !== 'Limit') {
    return candidate;
  }
  const tick = venueOf(sight, candidate.venue)?.terms.tickSize ?? ZERO;
  if (isZero(tick)) return candidate;
  const share = multiply(cushionBps, BPS);
  const price = (
    sight.work.side === 'Buy'
      ? bought(sight, candidate, share, tick)
      : onTick(multiply(candidate.price, subtract(ONE, share)), tick, 'Ceiling')
  ) as Price;
  const isFurther =
    sight.work.side === 'Buy'
      ? greaterThan(price, candidate.price)
      : lessThan(price, candidate.price) && signOf(price) > 0;
  return isFurther ? { ...candidate, price, terms: { ordType: 'Limit', price } } : candidate;
}

function bought(
  sight: Sight,
  { venue, quantity, price }: Candidate,
  share: Decimal,
  tick: Decimal,
) {
  const wished = multiply(price, add(ONE, share));
  const fees = sight.usable.get(venue)?.standing?.fees;
  const rates = fees === undefined ? undefined : mapGet(fees, sight.work.instrument);
  const free = freeAt(sight, venue);
  if (rates === undefined || free === null) return price;
  const rate = greatest(greatest(rates.maker, rates.taker), ZERO);
  const most = divide(free, multiply(quantity, add(ONE, rate)), NUMERIC_SCALE, 'Down');
  // Each part of a block is rounded up: one tick is left for that.
  return onTick(least(wished, subtract(most, tick)), tick, 'Down');
}

const onTick = (price: Decimal, tick: Decimal, mode: 'Down' | 'Ceiling'): Decimal =>
  multiply(divide(price, tick, 0, mode), tick);
