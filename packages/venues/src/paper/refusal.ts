/** What the venue would not take is not taken on paper: its own list decides. */
import type { Decimal } from '@ultrathink/domain/kernel';
import { type TermsRefusal, termsRefusals } from '@ultrathink/domain/market-data';
import type { VenueOrder } from '@ultrathink/domain/trading';
import type { NotSentReason } from '../contract/answer.ts';
import type { VenueInstrument } from '../contract/capabilities.ts';

/** Null where it may be sent. */
export function refusalOf(order: VenueOrder, listed: VenueInstrument): NotSentReason | null {
  const { status, symbol } = listed;
  const isOpen = status === 'Open' || (status === 'PostOnly' && order.isPostOnly);
  if (!isOpen) return { code: 'VenueClosed', reason: `${symbol} is ${status}` };
  const detail = shapeRefusal(order, listed) ?? figuresRefusal(order, listed);
  return detail === null ? null : { code: 'NotSupported', detail };
}

function shapeRefusal(order: VenueOrder, { can, symbol }: VenueInstrument): string | null {
  const { terms, timeInForce, expireTime, isPostOnly } = order;
  const times = can.ordTypes[terms.ordType];
  if (times?.includes(timeInForce) !== true) {
    return `${symbol} has no ${terms.ordType} orders ${timeInForce}`;
  }
  if ((timeInForce === 'GoodTillDate') !== (expireTime !== null)) {
    return 'GoodTillDate has a time to expire at, and nothing else has';
  }
  if (!isPostOnly) return null;
  if (!can.postOnly) return `${symbol} has no post-only orders`;
  const isPlain = terms.ordType === 'Limit' && timeInForce === 'GoodTillCancel';
  return isPlain ? null : 'a post-only order is Limit and GoodTillCancel';
}

const isOfPrice = ({ code }: TermsRefusal) => code === 'PriceNotOnTick';

function figuresRefusal({ terms, orderQty }: VenueOrder, listed: VenueInstrument): string | null {
  const refusals = (price: Decimal | null) =>
    termsRefusals(listed.terms, { quantity: orderQty, price });
  const all = [
    ...refusals('price' in terms ? terms.price : null),
    ...refusals('stopPx' in terms ? terms.stopPx : null).filter(isOfPrice),
  ];
  if (all.length === 0) return null;
  return all
    .map(({ code, limit, actual }) => `${code}: limit ${limit}, actual ${actual}`)
    .join('; ');
}
