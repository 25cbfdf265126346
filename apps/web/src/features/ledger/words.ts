/** Why something moved, as its owner reads it. */
import { decimal, toText } from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import type { Movement } from './model.ts';

const CAUSES: Readonly<Record<string, string>> = {
  Trade: 'Trade',
  Deposit: 'Deposit',
  Withdrawal: 'Withdrawal',
  Transfer: 'Transfer',
  ShortfallRepaid: 'Shortfall repaid',
  Evening: 'Average of a block',
  Reallocation: 'Block divided anew',
  Adjustment: 'Adjustment',
  Reversal: 'Reversal',
  Correction: 'Correction',
};

export const causeWord = (cause: string): string => CAUSES[cause] ?? cause;

const OF_BLOCK: ReadonlySet<string> = new Set(['Trade', 'Evening', 'Reallocation']);

const plain = (text: string) => toText(decimal(text));

/** "Bought 0.5 BTC at 68,406.79 at Kraken" without the figures' dress: what one filters and exports. */
export function movementWords({ cause, reference, trade }: Movement): string {
  // The trade itself is of several clients; what is one's own of it stands in the amounts.
  if (trade === null && OF_BLOCK.has(cause)) return 'Share of a block';
  if (trade === null) return reference ?? causeWord(cause);
  const [base = ''] = trade.instrument.split('/');
  const done = trade.side === 'Buy' ? 'Bought' : 'Sold';
  return `${done} ${plain(trade.lastQty)} ${base} at ${plain(trade.lastPx)}, ${venueName(trade.venue)}`;
}

/** "+0.5 BTC, −34,000 USD". */
export const amountWords = ({ amounts }: Movement): string =>
  amounts
    .map(({ asset, amount }) => `${amount.startsWith('-') ? '' : '+'}${amount} ${asset}`)
    .join(', ');
