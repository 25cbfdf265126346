'use client';

import { defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { Quantity } from '@/ui/value.tsx';
import type { Trade } from './model.ts';
import { venueName } from './words.ts';

const idOf = ({ venue, tradeId }: Trade) => `${venue} ${tradeId}`;

/** What was traded last, on all venues, newest first. */
export function TradeTape({
  trades,
  decimals,
  baseAsset,
  quoteAsset,
}: {
  readonly trades: readonly Trade[];
  readonly decimals: { readonly price: number; readonly quantity: number };
  readonly baseAsset: string;
  readonly quoteAsset: string;
}) {
  const columns = defineColumns<Trade>([
    { id: 'at', kind: 'time', header: 'Time', detail: 'second', value: ({ at }) => at },
    {
      id: 'price',
      kind: 'price',
      header: 'Price',
      unit: quoteAsset,
      decimals: decimals.price,
      value: ({ price }) => price,
      cell: ({ side, price }) => (
        <span className={side === 'Buy' ? 'text-up' : 'text-down'}>
          <span aria-hidden="true" className="pr-1 text-[0.7em]">
            {side === 'Buy' ? '▲' : '▼'}
          </span>
          <span className="sr-only">{side === 'Buy' ? 'bought at ' : 'sold at '}</span>
          <Quantity value={price} decimals={decimals.price} />
        </span>
      ),
    },
    {
      id: 'quantity',
      kind: 'quantity',
      header: 'Size',
      unit: baseAsset,
      decimals: decimals.quantity,
      value: ({ quantity }) => quantity,
    },
    { id: 'venue', kind: 'text', header: 'Venue', value: ({ venue }) => venueName(venue) },
  ]);
  if (trades.length === 0) return <p className="py-2 text-ink-2">No trade was heard yet.</p>;
  return <PlainTable<Trade> title="Last trades" columns={columns} rows={trades} idOf={idOf} />;
}
