/** An order in one line, as its button says it. Pure. */
import { formatQuantity, parseDecimal } from '@ultrathink/domain/kernel';
import { type Draft, needsPrice, needsStop } from './draft.ts';

/** A figure as this locale writes it, with as many decimals as it has, or with just so many. */
export function figureText(text: string, locale: string, decimals?: number): string {
  const read = parseDecimal(text);
  if (!read.ok) return text;
  return formatQuantity(read.value, { locale, ...(decimals !== undefined && { decimals }) });
}

/** `Buy 2 BTC at 68,450.00 or better`, `Sell 1 ETH at market from 2,600.00`. */
export function orderText(draft: Draft, base: string, decimals: number, locale: string): string {
  const { side, orderQty, ordType, price, stopPx } = draft;
  const at = (text: string) => figureText(text, locale, decimals);
  const parts = [
    side,
    orderQty === null ? null : `${figureText(orderQty, locale)} ${base}`,
    needsPrice(ordType) ? (price === null ? null : `at ${at(price)} or better`) : 'at market',
    needsStop(ordType) && stopPx !== null ? `from ${at(stopPx)}` : null,
  ];
  return parts.filter((part) => part !== null).join(' ');
}

/** The draft as a line of the chart; null while it has no limit and no size. */
export function draftLine({ side, orderQty, ordType, price }: Draft) {
  if (!needsPrice(ordType) || price === null || orderQty === null) return null;
  return { price, words: `Ticket · ${side} ${orderQty}` };
}
