/** Where several accounts are traded for at once, with what a ticket has already said of the order. */
import type { Draft } from './ticket/draft.ts';

/** Types that a block may have. */
export const ORDER_TYPES = ['Limit', 'Market'] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

export function blockAddress({
  instrument,
  side,
  ordType,
  orderQty,
  price,
  timeInForce,
}: Draft): string {
  const said = new URLSearchParams({ start: 'ticket', instrument, side, tif: timeInForce });
  if (ORDER_TYPES.some((one) => one === ordType)) said.set('type', ordType);
  if (orderQty !== null) said.set('qty', orderQty);
  if (price !== null) said.set('price', price);
  return `/desk/blocks?${said.toString()}`;
}
