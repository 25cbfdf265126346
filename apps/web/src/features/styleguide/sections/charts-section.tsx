'use client';

import { useState } from 'react';
import { BarChart, Histogram } from '@/ui/chart/bar-chart.tsx';
import type { ChartUnit } from '@/ui/chart/chart-unit.ts';
import { DepthChart } from '@/ui/chart/depth-chart.tsx';
import { HeatGrid } from '@/ui/chart/heat-grid.tsx';
import { AreaChart, LineChart } from '@/ui/chart/line-chart.tsx';
import { PriceChart } from '@/ui/chart/price-chart.tsx';
import { Sparkline } from '@/ui/chart/sparkline.tsx';
import { PartSwatch, StackBar } from '@/ui/chart/stack-bar.tsx';
import { Segmented } from '@/ui/segmented.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import {
  BOOK,
  CANDLES,
  DAILY_RESULTS,
  LATENCY_POINTS,
  NAV_POINTS,
  RETURN_POINTS,
  SPARKS,
} from '../data/series.ts';
import { Labelled, Row, Specimen, SpecimenGrid } from '../specimen.tsx';
import { ChartStates } from './chart-states.tsx';

const USD: ChartUnit = { kind: 'amount', unit: 'USD', decimals: 2 };
const RETURN: ChartUnit = { kind: 'percent', decimals: 2, signed: true };
const SHARE: ChartUnit = { kind: 'percent', decimals: 1 };
const POINTS: ChartUnit = { kind: 'percent', decimals: 2, signed: true };
const MS: ChartUnit = { kind: 'ms' };
const BTC: ChartUnit = { kind: 'amount', unit: 'BTC', decimals: 4 };
const CORRELATION: ChartUnit = { kind: 'amount', decimals: 2 };

export function ChartsSection() {
  return (
    <div className="flex flex-col gap-12">
      <Prices />
      <Lines />
      <SpecimenGrid>
        <Bars />
        <Depth />
      </SpecimenGrid>
      <Small />
      <ChartStates />
    </div>
  );
}

const LAST = CANDLES.at(-1);
const FILLS = [
  { at: CANDLES[52]?.at ?? '', price: '0', side: 'Buy', quantity: '1.20' },
  { at: CANDLES[74]?.at ?? '', price: '0', side: 'Sell', quantity: '0.75' },
  { at: CANDLES[88]?.at ?? '', price: '0', side: 'Buy', quantity: '2.40' },
] as const;
const LIMIT_PRICE = (Number(LAST?.high ?? '0') + 90).toFixed(2);

function Prices() {
  const [span, setSpan] = useState<'15m' | '1h'>('15m');
  const candles = span === '15m' ? CANDLES : CANDLES.filter((_, index) => index % 4 === 0);
  return (
    <Specimen name="Prices" about="candles, last price, own limit, own fills" className="pt-0">
      <PriceChart
        title="BTC-USD"
        about="consolidated, 3 venues"
        label="Bitcoin against the dollar over one day, rising into the morning."
        candles={candles}
        decimals={2}
        unit="USD"
        fills={FILLS}
        limits={[{ price: LIMIT_PRICE, words: 'Limit · Buy 2.00' }]}
        height={400}
        actions={
          <Segmented
            label="Length of a candle"
            value={span}
            onValueChange={setSpan}
            options={[
              { value: '15m', label: '15m', name: '15 minutes' },
              { value: '1h', label: '1h', name: '1 hour' },
            ]}
          />
        }
      />
    </Specimen>
  );
}

function Lines() {
  return (
    <SpecimenGrid>
      <Specimen name="Area" about="one figure, one benchmark" wide className="pt-0">
        <AreaChart
          title="Net asset value"
          label="Net asset value and its benchmark since 1 January, both above where they began."
          unit={USD}
          points={NAV_POINTS}
          series={[
            { id: 'own', name: 'Portfolio' },
            { id: 'benchmark', name: 'Benchmark', role: 'benchmark' },
          ]}
          height={300}
        />
      </Specimen>
      <Specimen name="Lines" about="flows as dashed verticals, zero as a line" className="pt-0">
        <LineChart
          title="Return"
          label="Time-weighted return of the year against its benchmark, with three flows."
          unit={RETURN}
          zero
          points={RETURN_POINTS}
          series={[
            { id: 'own', name: 'Portfolio, TWR' },
            { id: 'benchmark', name: 'Benchmark', role: 'benchmark' },
          ]}
          flags={[
            { at: '2026-04-14T00:00:00.000Z', words: '+2.0M', side: 'in' },
            { at: '2026-09-02T00:00:00.000Z', words: '−1.5M', side: 'out' },
          ]}
        />
      </Specimen>
      <Specimen
        name="Two series"
        about="dash as the second channel, a limit in words"
        className="pt-0"
      >
        <LineChart
          title="Received to wire"
          label="Delay of the last hour: the median is under 3 ms, the 99th percentile over its objective once."
          unit={MS}
          zero
          points={LATENCY_POINTS}
          series={[
            { id: 'p50', name: 'p50' },
            { id: 'p99', name: 'p99' },
          ]}
          thresholds={[{ value: '5', words: 'objective 5 ms', tone: 'danger' }]}
        />
      </Specimen>
    </SpecimenGrid>
  );
}

function Bars() {
  return (
    <Specimen name="Bars" about="results by side, counts in bins" className="pt-0">
      <BarChart
        title="Contribution"
        about="points of return"
        label="Bitcoin gave most of the return; XRP alone cost some."
        unit={POINTS}
        layout="rows"
        signed
        nameHeader="Asset"
        valueHeader="Points"
        bars={[
          { id: 'btc', name: 'Bitcoin', value: '0.0842' },
          { id: 'eth', name: 'Ether', value: '0.0196' },
          { id: 'sol', name: 'Solana', value: '0.0231' },
          { id: 'xrp', name: 'XRP', value: '-0.0124' },
          { id: 'usd', name: 'US dollar', value: '0.0042' },
        ]}
        height={190}
      />
      <Histogram
        title="Daily results"
        label="Most days end within one percent of where they began."
        unit={RETURN}
        values={DAILY_RESULTS}
        height={190}
      />
    </Specimen>
  );
}

function Depth() {
  return (
    <Specimen name="Depth" about="sums outwards from the middle" className="pt-0">
      <DepthChart
        title="Book"
        about="3 venues"
        label="Some thirty bitcoin stand on each side within 70 dollars."
        price={USD}
        quantity={BTC}
        {...BOOK}
        height={416}
      />
    </Specimen>
  );
}

const HOLDINGS = [
  { id: 'btc', name: 'Bitcoin', value: '21366512.20', share: '0.4431', today: '0.0214' },
  { id: 'eth', name: 'Ether', value: '10763908.71', share: '0.2232', today: '-0.0062' },
  { id: 'sol', name: 'Solana', value: '5344728.00', share: '0.1108', today: '0.0365' },
  { id: 'xrp', name: 'XRP', value: '2974504.00', share: '0.0617', today: '0.0041' },
  { id: 'usd', name: 'US dollar', value: '7768251.71', share: '0.1611', today: null },
] as const;

type Holding = (typeof HOLDINGS)[number];

const HOLDING_COLUMNS = defineColumns<Holding>([
  {
    id: 'holding',
    kind: 'text',
    header: 'Holding',
    value: ({ name }) => name,
    cell: (holding) => (
      <>
        <PartSwatch index={HOLDINGS.indexOf(holding)} count={HOLDINGS.length} />
        {holding.name}
      </>
    ),
  },
  { id: 'value', kind: 'money', header: 'Value', unit: 'USD', total: true, value: (h) => h.value },
  { id: 'share', kind: 'percent', header: 'Share', decimals: 1, value: ({ share }) => share },
  { id: 'today', kind: 'percent', header: 'Today', signed: true, value: ({ today }) => today },
]);

const ASSETS = ['BTC', 'ETH', 'SOL', 'XRP'] as const;
const CORRELATIONS = [
  [null, '0.82', '0.71', '0.58'],
  ['0.82', null, '0.76', '0.61'],
  ['0.71', '0.76', null, '0.55'],
  ['0.58', '0.61', '0.55', null],
] as const;
const LOSSES = [
  ['Pandemic sell-off', '12–13 Mar 2020', ['-0.47', '-0.54', '-0.52', '-0.41']],
  ['FTX failure', '6–9 Nov 2022', ['-0.25', '-0.31', '-0.56', '-0.29']],
  ['Carry unwind', '2–5 Aug 2024', ['-0.18', '-0.27', '-0.24', '-0.17']],
] as const;

function Small() {
  return (
    <SpecimenGrid>
      <Specimen name="Strip and sparks" about="in lines of text and over tables" wide>
        <StackBar parts={HOLDINGS} label="Bitcoin 44.3%, Ether 22.3%, and three more" />
        <PlainTable
          title="Holdings"
          columns={HOLDING_COLUMNS}
          rows={HOLDINGS}
          idOf={({ id }) => id}
          className="pt-2"
        />
        <Row className="pt-5">
          <Labelled name="steady">
            <Sparkline values={SPARKS.steady} label="Latency of the last hour, steady" />
          </Labelled>
          <Labelled name="rising">
            <Sparkline
              values={SPARKS.rising}
              label="Latency of the last hour, rising"
              tone="warn"
            />
          </Labelled>
          <Labelled name="with a gap">
            <Sparkline values={SPARKS.broken} label="Jobs done in the last hour, with a gap" />
          </Labelled>
        </Row>
      </Specimen>
      <Specimen name="Correlation" about="ink by its square" className="pt-2">
        <HeatGrid
          title="Correlation of daily returns over 90 days"
          kind="correlation"
          unit={CORRELATION}
          columns={ASSETS}
          rows={ASSETS.map((name, row) => ({
            id: name,
            name,
            cells: (CORRELATIONS[row] ?? []).map((value) => ({ value })),
          }))}
        />
      </Specimen>
      <Specimen name="Stress" about="down by its share of the worst" className="pt-2">
        <HeatGrid
          title="Losses of today's weights in past windows"
          kind="loss"
          unit={SHARE}
          columns={ASSETS}
          rows={LOSSES.map(([name, , values], row) => ({
            id: name,
            name,
            cells: values.map((value, index) =>
              row === 0 && index === 2 ? { value, mark: 'p' } : { value },
            ),
          }))}
        />
        <p className="pt-2 text-ink-3 text-label">p proxied by ETH; SOL did not trade yet.</p>
      </Specimen>
    </SpecimenGrid>
  );
}
