'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { formatAge } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { toldError } from '@/trpc/told-error.ts';
import { useLocale } from '@/ui/locale.tsx';
import { QuantityInput } from '@/ui/number-input.tsx';
import { SideSwitch } from '@/ui/segmented.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { Quantity } from '@/ui/value.tsx';
import type { Cost, InstrumentRow } from './model.ts';
import { bpsRatio, decimalsOf, exclusionWord, venueName } from './words.ts';

type VenueCost = Cost['venues'][number];

const AGAIN_MS = 2_000;

interface Line extends VenueCost {
  readonly row: InstrumentRow;
}

const quoteOf = ({ row, venue }: Line) => row.quote?.venues.find((one) => one.venue === venue);

const columnsOf = (row: InstrumentRow, locale: string) => {
  const { price } = decimalsOf(row);
  return defineColumns<Line>([
    { id: 'venue', kind: 'text', header: 'Venue', value: ({ venue }) => venueName(venue) },
    {
      id: 'state',
      kind: 'text',
      header: 'Book',
      value: (line) => {
        if (line.excluded !== null) return exclusionWord(line.excluded, locale);
        const ageMs = quoteOf(line)?.ageMs;
        return ageMs == null ? null : formatAge(ageMs, locale);
      },
    },
    {
      id: 'bid',
      kind: 'price',
      header: 'Bid',
      decimals: price,
      value: (line) => quoteOf(line)?.bid?.price ?? null,
    },
    {
      id: 'ask',
      kind: 'price',
      header: 'Ask',
      decimals: price,
      value: (line) => quoteOf(line)?.ask?.price ?? null,
    },
    { id: 'maker', kind: 'bps', header: 'Maker', value: ({ makerBps }) => bpsRatio(makerBps) },
    { id: 'taker', kind: 'bps', header: 'Taker', value: ({ takerBps }) => bpsRatio(takerBps) },
    { id: 'avgPx', kind: 'price', header: 'AvgPx', decimals: price, value: ({ avgPx }) => avgPx },
    {
      id: 'allIn',
      kind: 'price',
      header: 'All in',
      decimals: price,
      value: ({ allInPx }) => allInPx,
    },
    {
      id: 'worse',
      kind: 'bps',
      header: 'Against all venues',
      value: ({ worseBps }) => bpsRatio(worseBps),
    },
  ]);
};

const idOf = ({ venue }: Line) => venue;

/** Each venue's prices and fees, and what taking a quantity would cost there, or over all of them. */
export function VenueComparison({ row }: { readonly row: InstrumentRow }) {
  const trpc = useTRPC();
  const { locale } = useLocale();
  const [side, setSide] = useState<'Buy' | 'Sell'>('Buy');
  const [quantity, setQuantity] = useState<string | null>('1');
  const asked = useQuery(
    trpc.markets.compareFees.queryOptions(
      { instrument: row.instrument, side, quantity: quantity ?? '1' },
      {
        enabled: quantity !== null && Number(quantity) > 0,
        refetchInterval: AGAIN_MS,
        placeholderData: keepPreviousData,
      },
    ),
  );
  const cost = asked.data?.instrument === row.instrument ? asked.data : undefined;
  const { price, quantity: digits } = decimalsOf(row);
  const lot = digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`;
  return (
    <section aria-label="Venues compared" className="pb-4">
      <div className="flex flex-wrap items-end gap-x-3 gap-y-1 pt-3 pb-1.5">
        <h2 className="font-medium">Venues</h2>
        <span className="text-ink-3 text-label">
          prices, fees, and what a size would cost at once
        </span>
        <span className="ml-auto flex items-center gap-3 max-md:ml-0">
          <SideSwitch value={side} onValueChange={setSide} className="w-36" />
          <QuantityInput
            label="Size"
            value={quantity}
            onValueChange={setQuantity}
            unit={row.base}
            lot={lot}
            size="cell"
            className="w-36"
          />
        </span>
      </div>
      {cost === undefined ? (
        <p className="py-2 text-ink-2">
          {asked.error === null ? 'Asking the engine.' : toldError(asked.error).sentence}
        </p>
      ) : (
        <>
          <PlainTable<Line>
            title="Venues compared"
            columns={columnsOf(row, locale)}
            rows={cost.venues.map((one) => ({ ...one, row }))}
            idOf={idOf}
            toneOf={({ excluded }) => (excluded === null ? undefined : 'warn')}
          />
          <p className="pt-2 text-ink-2 text-label">
            {side === 'Buy' ? 'Buying' : 'Selling'} <Quantity value={cost.quantity} /> {row.base}{' '}
            over all venues:{' '}
            <b className="font-medium text-ink">
              <Quantity value={cost.together.allInPx} decimals={price} />
            </b>{' '}
            {row.quoteAsset} all in, of it fees <Quantity value={cost.together.fee} decimals={2} />
            {cost.together.takes.length > 0 && (
              <>
                ;{' '}
                {cost.together.takes
                  .map((take) => `${take.quantity} at ${venueName(take.venue)}`)
                  .join(', ')}
              </>
            )}
            {cost.together.unfilled !== '0' && (
              <span className="text-warn">
                ; the books are too thin for <Quantity value={cost.together.unfilled} />
              </span>
            )}
            .
          </p>
        </>
      )}
    </section>
  );
}
