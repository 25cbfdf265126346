'use client';

import { ORD_TYPES, type OrdType } from '@ultrathink/domain/trading';
import { type Column, defineColumns } from '@/ui/table/columns.ts';
import type { DataState } from '@/ui/table/data-state.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import type { MatrixRow, VenueRow } from '../model.ts';
import { bpsRatio, venueName } from '../words.ts';

interface Line extends MatrixRow {
  readonly venue: string;
}

const idOf = ({ venue, symbol }: Line) => `${venue} ${symbol}`;

/** Short for a cell; the long word stands in its title and in the export. */
const SHORT: Readonly<Record<string, string>> = {
  Day: 'Day',
  GoodTillCancel: 'GTC',
  ImmediateOrCancel: 'IOC',
  FillOrKill: 'FOK',
  GoodTillDate: 'GTD',
};

const PROTECTION = {
  NATIVE_OCO: 'Native OCO',
  NATIVE_STOP: 'Native stop',
  EMULATED: 'Emulated',
  NONE: 'None',
} as const;

/** As wide as what they say, so that a desk's screen has room for all of them. */
const WIDTHS: Partial<Record<OrdType, number>> = {
  Market: 58,
  Limit: 128,
  Stop: 72,
  MarketIfTouched: 122,
};

const typeColumn = (ordType: OrdType): Column<Line> => ({
  id: ordType,
  header: ordType,
  kind: 'text',
  width: WIDTHS[ordType] ?? 103,
  value: ({ capabilities }) =>
    capabilities.ordTypes[ordType]?.map((one) => SHORT[one] ?? one).join(' ') ?? null,
});

const COLUMNS = defineColumns<Line>([
  {
    id: 'instrument',
    header: 'Instrument',
    kind: 'text',
    width: 96,
    always: true,
    list: 'title',
    value: ({ instrument }) => instrument,
  },
  {
    id: 'venue',
    header: 'Venue',
    kind: 'text',
    width: 76,
    list: 'detail',
    value: ({ venue }) => venueName(venue),
  },
  {
    id: 'symbol',
    header: 'Symbol',
    kind: 'id',
    width: 110,
    hiddenAtFirst: true,
    value: ({ symbol }) => symbol,
  },
  {
    id: 'status',
    header: 'Status',
    kind: 'text',
    width: 58,
    list: 'state',
    value: ({ status }) => status,
  },
  ...ORD_TYPES.map(typeColumn),
  {
    id: 'postOnly',
    header: 'Post only',
    kind: 'text',
    width: 78,
    value: ({ capabilities }) => (capabilities.postOnly ? 'Yes' : 'No'),
  },
  {
    id: 'protection',
    header: 'Protection',
    kind: 'text',
    width: 94,
    value: ({ capabilities }) => PROTECTION[capabilities.protection],
  },
  {
    id: 'tick',
    header: 'Tick',
    kind: 'text',
    align: 'right',
    width: 78,
    value: ({ tickSize }) => tickSize,
  },
  {
    id: 'step',
    header: 'Step',
    kind: 'text',
    align: 'right',
    width: 96,
    value: ({ stepSize }) => stepSize,
  },
  {
    id: 'minNotional',
    header: 'Minimum',
    kind: 'text',
    align: 'right',
    width: 78,
    value: ({ minNotional }) => minNotional,
  },
  {
    id: 'maker',
    header: 'Maker',
    kind: 'bps',
    width: 80,
    value: ({ makerBps }) => bpsRatio(makerBps),
  },
  {
    id: 'taker',
    header: 'Taker',
    kind: 'bps',
    width: 80,
    value: ({ takerBps }) => bpsRatio(takerBps),
  },
  {
    id: 'probed',
    header: 'Probed',
    kind: 'time',
    detail: 'day-and-minute',
    width: 130,
    hiddenAtFirst: true,
    value: ({ probedAt }) => probedAt,
  },
]);

/** What each venue itself offers per instrument, as it was asked at the engine's start. */
export function CapabilityMatrix({
  rows,
  state,
}: {
  readonly rows: readonly VenueRow[];
  readonly state: DataState;
}) {
  const lines = rows.flatMap(({ venue, instruments }) =>
    instruments.map((one) => ({ ...one, venue })),
  );
  return (
    <DataTable<Line>
      id="capabilities"
      address="c"
      title="Capabilities"
      summary={`${lines.length} instruments at ${rows.length} venues`}
      columns={COLUMNS}
      rows={lines}
      idOf={idOf}
      state={state}
      empty={{ sentence: 'No venue has been asked yet.' }}
      expectedRows={12}
    />
  );
}
