/** Where several accounts are traded for at once, with what a ticket has already said of the order. */
import type { Draft } from './ticket/draft.ts';

export function blockAddress(draft: Draft): string {
  const { instrument, side, ordType, orderQty, price, stopPx, timeInForce, expireTime } = draft;
  const said = new URLSearchParams({ start: 'ticket', instrument, side, type: ordType });
  said.set('tif', timeInForce);
  if (orderQty !== null) said.set('qty', orderQty);
  if (price !== null) said.set('price', price);
  if (stopPx !== null) said.set('stop', stopPx);
  if (expireTime !== null) said.set('expires', expireTime);
  if (draft.isPostOnly) said.set('post', '1');
  if (draft.isReduceOnly) said.set('reduce', '1');
  return `/desk/blocks?${said.toString()}`;
}
