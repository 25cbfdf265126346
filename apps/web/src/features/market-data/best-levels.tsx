'use client';

import { Quantity } from '@/ui/value.tsx';
import { useBook, useInstruments } from './use-markets.ts';
import { decimalsOf, venueName } from './words.ts';

/** The best of each side, where the book has no place of its own. */
export function BestLevels({ instrument }: { readonly instrument: string }) {
  const { book } = useBook(instrument);
  const { rows } = useInstruments();
  const row = rows.find((one) => one.instrument === instrument);
  if (book === undefined || row === undefined) return null;
  const decimals = decimalsOf(row);
  const levels = [
    ...book.asks.slice(0, 2).map((level) => ({ ...level, side: 'ask' })),
    ...book.bids.slice(0, 2).map((level) => ({ ...level, side: 'bid' })),
  ];
  return (
    <table className="mt-3 w-full text-label tabular-nums max-md:hidden lg:hidden">
      <caption className="pb-1 text-left">
        <b className="font-medium text-body">Book</b>{' '}
        <span className="text-ink-3">cheapest with fees</span>
      </caption>
      <thead className="text-ink-3">
        <tr className="border-b">
          <th className="h-6 text-left font-normal">Price {row.quoteAsset}</th>
          <th className="text-right font-normal">Size {row.base}</th>
          <th className="text-right font-normal">Venue</th>
        </tr>
      </thead>
      <tbody>
        {levels.map(({ side, price, quantity, venue }) => (
          <tr key={`${side} ${venue} ${price}`} className="h-6 border-line-faint border-b">
            <td className={side === 'ask' ? 'text-down' : 'text-up'}>
              <Quantity value={price} decimals={decimals.price} />
            </td>
            <td className="text-right">
              <Quantity value={quantity} decimals={Math.min(3, decimals.quantity)} />
            </td>
            <td className="text-right text-ink-2">{venueName(venue)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
