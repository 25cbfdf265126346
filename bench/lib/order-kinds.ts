/**
 * The orders of an engine's bar, in turn: every type, what leaves at once by each time in force. Types that
 * wait for a price wait for the next quote here, which reaches each of them.
 */
import type { OrderWishText } from '@ultrathink/domain/engine';
import { addMs, type UtcTime } from '@ultrathink/domain/kernel';

export interface OrderKind {
  readonly name: string;
  /** It leaves with the quote that reaches it, and not when it is placed. */
  readonly waits: boolean;
  readonly wish: Pick<
    OrderWishText,
    'terms' | 'timeInForce' | 'expireTime' | 'isPostOnly' | 'isReduceOnly'
  >;
}

type Wish = OrderKind['wish'];
const PLAIN = { expireTime: null, isPostOnly: false, isReduceOnly: false } as const;
/** Takes what is there; rests below it. */
const TAKES = { ordType: 'Limit', price: '100.30' } as const;
const RESTS = { ordType: 'Limit', price: '99.00' } as const;
/** A buy waits for a price from below with a stop, and from above with an if-touched: both are there. */
const [FROM_BELOW, FROM_ABOVE] = ['99.50', '100.50'];
const HOUR_MS = 3_600_000;

const kind = (
  name: string,
  terms: Wish['terms'],
  timeInForce: Wish['timeInForce'],
  change: Partial<Wish> = {},
): OrderKind => ({
  name,
  waits: 'stopPx' in terms,
  wish: { ...PLAIN, terms, timeInForce, ...change },
});

/** @param now what a good-till-date ends an hour after */
export function orderKinds(now: UtcTime): readonly OrderKind[] {
  const expireTime = addMs(now, HOUR_MS);
  return [
    kind('Market, IOC', { ordType: 'Market' }, 'ImmediateOrCancel'),
    kind('Limit, IOC', TAKES, 'ImmediateOrCancel'),
    kind('Limit, FOK', TAKES, 'FillOrKill'),
    kind('Limit, Day', RESTS, 'Day'),
    kind('Limit, GTC', RESTS, 'GoodTillCancel'),
    kind('Limit, GTD', RESTS, 'GoodTillDate', { expireTime }),
    kind('Limit, post-only', RESTS, 'GoodTillCancel', { isPostOnly: true }),
    kind('Stop, IOC', { ordType: 'Stop', stopPx: FROM_BELOW }, 'ImmediateOrCancel'),
    kind(
      'StopLimit, GTC',
      { ...RESTS, ordType: 'StopLimit', stopPx: FROM_BELOW },
      'GoodTillCancel',
    ),
    kind(
      'MarketIfTouched, IOC',
      { ordType: 'MarketIfTouched', stopPx: FROM_ABOVE },
      'ImmediateOrCancel',
    ),
    kind(
      'LimitIfTouched, GTC',
      { ...RESTS, ordType: 'LimitIfTouched', stopPx: FROM_ABOVE },
      'GoodTillCancel',
    ),
  ];
}
