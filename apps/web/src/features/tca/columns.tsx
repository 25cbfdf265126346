import { venueName } from '@ultrathink/domain/market-data';
import { Link } from '@/ui/link.tsx';
import { type Column, defineColumns } from '@/ui/table/columns.ts';
import type { CostedOrder, CostGroup, VenueCard } from './model.ts';
import { AFTER_WORDS } from './words.ts';

type Bps<Row> = (row: Row) => string | null;

/** Figures come in bps, and the unit stands in the header. */
const bps = <Row,>(id: string, header: string, value: Bps<Row>, from?: number): Column<Row> => ({
  id,
  header,
  kind: 'quantity',
  unit: 'bps',
  decimals: 2,
  width: 108,
  value,
  ...(from !== undefined && { from }),
});

/** In a narrow list one figure stands for them. */
const unlisted = <Row,>(column: Column<Row>): Column<Row> => ({ ...column, list: 'hidden' });

export const venueColumns = defineColumns<VenueCard>([
  {
    id: 'venue',
    header: 'Venue',
    kind: 'text',
    width: 110,
    always: true,
    list: 'title',
    value: ({ venue }) => venueName(venue),
    cell: ({ venue }) => <span className="font-medium">{venueName(venue)}</span>,
  },
  {
    id: 'share',
    header: 'Volume',
    kind: 'percent',
    list: 'state',
    value: ({ volumeShare }) => volumeShare,
  },
  {
    id: 'notional',
    header: 'Traded',
    kind: 'money',
    unit: 'USD',
    decimals: 0,
    value: ({ notional }) => notional,
    from: 620,
  },
  {
    id: 'sent',
    header: 'Sent',
    kind: 'quantity',
    decimals: 0,
    width: 70,
    list: 'hidden',
    value: ({ sent }) => String(sent),
  },
  {
    id: 'filled',
    header: 'Filled',
    kind: 'percent',
    list: 'hidden',
    value: ({ fillRate }) => fillRate,
  },
  { id: 'rejected', header: 'Refused', kind: 'percent', value: ({ rejectRate }) => rejectRate },
  {
    id: 'unconfirmed',
    header: 'Unconfirmed',
    kind: 'quantity',
    decimals: 0,
    width: 96,
    value: ({ unconfirmed }) => String(unconfirmed),
    from: 900,
  },
  {
    id: 'p50',
    header: 'Answer p50',
    kind: 'quantity',
    unit: 'ms',
    decimals: 0,
    width: 112,
    value: ({ ackP50Ms }) => (ackP50Ms === null ? null : String(ackP50Ms)),
  },
  {
    id: 'p95',
    header: 'p95',
    kind: 'quantity',
    unit: 'ms',
    decimals: 0,
    width: 84,
    value: ({ ackP95Ms }) => (ackP95Ms === null ? null : String(ackP95Ms)),
  },
  bps<VenueCard>('fees', 'Fees', ({ feeBps }) => feeBps),
  bps<VenueCard>('effective', 'Effective', ({ effectiveBps }) => effectiveBps),
  {
    id: 'maker',
    header: 'Maker',
    kind: 'percent',
    value: ({ makerShare }) => makerShare,
    from: 1000,
  },
  bps<VenueCard>(
    'markout',
    'Markout 1 min',
    ({ markouts }) => markouts.find(({ afterMs }) => afterMs === 60_000)?.bps ?? null,
  ),
]);

export const groupColumns = (header: string, nameOf: (key: string) => string) =>
  defineColumns<CostGroup>([
    {
      id: 'key',
      header,
      kind: 'text',
      width: 200,
      always: true,
      list: 'title',
      value: ({ key }) => nameOf(key),
      cell: ({ key }) => <span className="font-medium">{nameOf(key)}</span>,
    },
    {
      id: 'orders',
      header: 'Orders',
      kind: 'quantity',
      decimals: 0,
      width: 76,
      list: 'hidden',
      value: ({ orders }) => String(orders),
    },
    {
      id: 'traded',
      header: 'Traded',
      kind: 'money',
      unit: 'USD',
      decimals: 0,
      value: ({ traded }) => traded,
    },
    {
      ...bps<CostGroup>('shortfall', 'Impl. shortfall', ({ shortfall }) => shortfall.bps),
      list: 'state',
    },
    unlisted(bps<CostGroup>('execution', 'Execution', ({ execution }) => execution.bps, 700)),
    bps<CostGroup>('delay', 'Delay', ({ delay }) => delay.bps, 1000),
    unlisted(bps<CostGroup>('fees', 'Fees', ({ fees }) => fees.bps)),
    unlisted(bps<CostGroup>('effective', 'Effective', ({ effective }) => effective.bps)),
    bps<CostGroup>('quoted', 'Quoted', ({ quoted }) => quoted.bps, 800),
    bps<CostGroup>('vwap', 'To VWAP', ({ vwap }) => vwap.bps, 900),
    bps<CostGroup>(
      'markout',
      `Markout ${AFTER_WORDS[60_000]}`,
      ({ markouts }) => markouts.find(({ afterMs }) => afterMs === 60_000)?.bps ?? null,
      700,
    ),
  ]);

/** @param base of the shell whose pages of orders are linked to. */
export const orderColumns = (nameOf: (account: string) => string, base: '/desk' | '/compliance') =>
  defineColumns<CostedOrder>([
    {
      id: 'placed',
      header: 'Placed',
      kind: 'time',
      detail: 'day-and-minute',
      width: 120,
      list: 'when',
      value: ({ placedAt }) => placedAt,
    },
    {
      id: 'order',
      header: 'Order',
      kind: 'text',
      width: 190,
      always: true,
      list: 'title',
      value: ({ side, orderQty, instrument }) => `${side} ${orderQty} ${instrument}`,
      cell: ({ clOrdId, side, orderQty, instrument }) => (
        <Link variant="plain" href={`${base}/orders/${clOrdId}`}>
          {side} {orderQty} {instrument}
        </Link>
      ),
    },
    {
      id: 'account',
      header: 'Account',
      kind: 'text',
      width: 190,
      list: 'detail',
      value: ({ account }) => nameOf(account),
      from: 900,
    },
    {
      id: 'traded',
      header: 'Traded',
      kind: 'money',
      unit: 'USD',
      decimals: 0,
      value: ({ traded }) => traded,
      from: 560,
    },
    {
      ...bps<CostedOrder>('shortfall', 'Impl. shortfall', ({ shortfallBps }) => shortfallBps),
      list: 'state',
    },
    unlisted(bps<CostedOrder>('execution', 'Execution', ({ executionBps }) => executionBps, 800)),
    unlisted(bps<CostedOrder>('fees', 'Fees', ({ feesBps }) => feesBps)),
    unlisted(bps<CostedOrder>('estimate', 'Over estimate', ({ estimateBps }) => estimateBps, 700)),
    unlisted(bps<CostedOrder>('markout', 'Markout 1 min', ({ markoutBps }) => markoutBps, 1000)),
  ]);
