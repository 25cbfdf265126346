'use client';

import { LineChart } from '@/ui/chart/line-chart.tsx';
import { PriceChart } from '@/ui/chart/price-chart.tsx';
import type { DataState } from '@/ui/table/data-state.ts';
import { CANDLES, LATENCY_POINTS } from '../data/series.ts';
import { Specimen, SpecimenGrid } from '../specimen.tsx';

const SHORT = LATENCY_POINTS.slice(0, 44);
const UNTIL = LATENCY_POINTS.at(-1)?.at ?? '';

function Small({
  title,
  state,
  empty = false,
}: {
  readonly title: string;
  readonly state: DataState;
  readonly empty?: boolean;
}) {
  return (
    <div className="border-t">
      <LineChart
        title={title}
        label={`The state called ${title.toLowerCase()}.`}
        unit={{ kind: 'ms' }}
        points={empty ? [] : SHORT}
        series={[{ id: 'p99', name: 'p99' }]}
        state={state}
        until={UNTIL}
        height={150}
        empty={{ sentence: 'No fills between 12 and 14 Nov.', next: 'Choose a longer range.' }}
      />
    </div>
  );
}

/** The same six states as of tables; the axes stay. */
export function ChartStates() {
  return (
    <Specimen name="States" about="axes stay; a line stops where knowledge stops">
      <SpecimenGrid columns={3}>
        <Small title="Empty" state={{ kind: 'ready' }} empty />
        <Small title="Loading" state={{ kind: 'loading' }} />
        <Small
          title="Error"
          state={{
            kind: 'error',
            sentence: 'This chart could not load its candles.',
            safe: 'Orders and the book are live.',
            quote: '2H9C-05',
            onRetry: () => undefined,
          }}
        />
        <Small
          title="Forbidden"
          state={{
            kind: 'forbidden',
            sentence: 'Your role can’t see this client’s P&L.',
            ask: 'Ask H. Sato or any desk head.',
          }}
        />
        <Small title="Stale" state={{ kind: 'stale', age: '12 s' }} />
        <Small title="Offline" state={{ kind: 'offline', since: '09:41:20' }} />
        <div className="border-t lg:col-span-full">
          <PriceChart
            title="Prices, offline"
            label="Candles up to the moment the connection was lost."
            candles={CANDLES.slice(20)}
            decimals={2}
            unit="USD"
            state={{ kind: 'offline', since: '09:41:20' }}
            height={220}
          />
        </div>
      </SpecimenGrid>
    </Specimen>
  );
}
