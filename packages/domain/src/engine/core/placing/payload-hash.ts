/** What an adapter is told of an order, and nothing of whose it is: what a send is held to. */
import { type Digest, hexOf, textDigest } from '../../../kernel/index.ts';
import type { OrderTerms, VenueOrder } from '../../../trading/index.ts';

const quoted = (text: string): string => JSON.stringify(text);

/** SHA-256 of the order's canonical JSON (RFC 8785: members by name), hexadecimal. */
export function payloadHashOf(order: VenueOrder, digest: Digest): string {
  const { clOrdId, instrument, side, orderQty, terms, timeInForce, expireTime, isPostOnly } = order;
  const text =
    `{"clOrdId":${quoted(clOrdId)},"expireTime":${expireTime === null ? 'null' : quoted(expireTime)},` +
    `"instrument":${quoted(instrument)},"isPostOnly":${isPostOnly},"orderQty":"${orderQty}",` +
    `"side":"${side}","terms":${termsText(terms)},"timeInForce":"${timeInForce}"}`;
  return hexOf(textDigest(text, digest));
}

function termsText(terms: OrderTerms): string {
  const price = 'price' in terms ? `,"price":"${terms.price}"` : '';
  const stopPx = 'stopPx' in terms ? `,"stopPx":"${terms.stopPx}"` : '';
  return `{"ordType":"${terms.ordType}"${price}${stopPx}}`;
}
