/** Where several accounts are traded for at once, with what a ticket has already said of the order. */
import type { Draft } from './ticket/draft.ts';

export function blockAddress({
  instrument,
  side,
  ordType,
  orderQty,
  price,
  timeInForce,
}: Draft): string {
  const said = new URLSearchParams({
    start: 'ticket',
    instrument,
    side,
    type: ordType,
    tif: timeInForce,
  });
  if (orderQty !== null) said.set('qty', orderQty);
  if (price !== null) said.set('price', price);
  return `/desk/blocks?${said.toString()}`;
}
