'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import { BarChart, Histogram } from '@/ui/chart/bar-chart.tsx';
import type { ChartUnit } from '@/ui/chart/chart-unit.ts';
import { CurveChart } from '@/ui/chart/curve-chart.tsx';
import { useLocale } from '@/ui/locale.tsx';
import type { DataState } from '@/ui/table/data-state.ts';
import type { CostedOrder, VenueCard } from './model.ts';
import { AFTER_WORDS } from './words.ts';

const BPS: ChartUnit = { kind: 'amount', unit: 'bps', decimals: 2 };
const MOST_BARS = 40;
const MOST_CURVES = 5;
const HEIGHT = 200;

const known = (values: readonly (string | null)[]) => values.filter((value) => value !== null);

export function CostCharts({
  orders,
  venues,
  state,
  venueState,
}: {
  readonly orders: readonly CostedOrder[];
  readonly venues: readonly VenueCard[];
  readonly state: DataState;
  readonly venueState: DataState;
}) {
  const { locale } = useLocale();
  const counted = (count: number) => formatInteger(count, locale);
  const shortfalls = known(orders.map(({ shortfallBps }) => shortfallBps));
  const estimated = orders.filter(({ estimateBps }) => estimateBps !== null);
  const shown = estimated.slice(0, MOST_BARS).toReversed();
  return (
    <div className="grid gap-x-7 gap-y-3 px-gutter pt-3 lg:grid-cols-2 xl:grid-cols-3 lg:max-xl:*:last:col-span-2">
      <Histogram
        title="Implementation shortfall"
        about={`bps, ${counted(shortfalls.length)} ${shortfalls.length === 1 ? 'order' : 'orders'}`}
        label="How many orders came at which implementation shortfall before commission."
        values={shortfalls}
        unit={BPS}
        height={HEIGHT}
        state={state}
        empty={{ sentence: 'No order of this span has one yet.' }}
      />
      <BarChart
        title="Result against estimate"
        about={`bps with fees, newest ${shown.length} of ${counted(estimated.length)}`}
        label="How much dearer each order came than was expected when it was decided, oldest first."
        bars={shown.map(({ clOrdId, side, orderQty, instrument, estimateBps }) => ({
          id: clOrdId,
          name: `${side} ${orderQty} ${instrument}`,
          value: estimateBps,
        }))}
        unit={BPS}
        tight
        height={HEIGHT}
        state={state}
        nameHeader="Order"
        valueHeader="Dearer"
        empty={{ sentence: 'No order of this span had an expected cost.' }}
      />
      <CurveChart
        title="Markout by venue"
        about="bps, positive is in our favour"
        label="How far the mid had moved in favour of our fills so long after them, by venue."
        series={venues
          .slice(0, MOST_CURVES)
          .map(({ venue }) => ({ id: venue, name: venueName(venue) }))}
        steps={markoutSteps(venues)}
        unit={BPS}
        height={HEIGHT}
        state={venueState}
        empty={{ sentence: 'No markout was taken in this span.' }}
      />
    </div>
  );
}

function markoutSteps(venues: readonly VenueCard[]) {
  const [first] = venues;
  return (first?.markouts ?? []).map(({ afterMs }, index) => ({
    id: String(afterMs),
    name: AFTER_WORDS[afterMs] ?? `${afterMs} ms`,
    values: Object.fromEntries(
      venues.map(({ venue, markouts }) => [venue, markouts[index]?.bps ?? null]),
    ),
  }));
}
