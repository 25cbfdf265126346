import { venueName } from '@ultrathink/domain/market-data';
import { OrdStatus } from '@/ui/status.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import type { Check, ExecutionRow, OrderRow } from './model.ts';
import type { Alternative } from './receipt.ts';
import { checkName, checkReason } from './words.ts';

export const FILL_COLUMNS = defineColumns<ExecutionRow>([
  {
    id: 'at',
    kind: 'time',
    header: 'Time',
    detail: 'millisecond',
    value: ({ tradedAt }) => tradedAt,
  },
  { id: 'venue', kind: 'text', header: 'Venue', value: ({ venue }) => venueName(venue) },
  {
    id: 'lastQty',
    kind: 'quantity',
    header: 'LastQty',
    total: true,
    value: ({ lastQty }) => lastQty,
  },
  { id: 'lastPx', kind: 'price', header: 'LastPx', decimals: 2, value: ({ lastPx }) => lastPx },
  {
    id: 'fee',
    kind: 'quantity',
    header: 'Fee',
    decimals: 6,
    value: ({ fee }) => fee?.amount ?? null,
  },
  { id: 'asset', kind: 'text', header: 'In', value: ({ fee }) => fee?.asset ?? null },
  {
    id: 'liquidity',
    kind: 'text',
    header: 'Liquidity',
    value: ({ isMaker }) => liquidity(isMaker),
  },
]);

function liquidity(isMaker: boolean | null): string | null {
  if (isMaker === null) return null;
  return isMaker ? 'Maker' : 'Taker';
}

export const CHILD_COLUMNS = defineColumns<OrderRow>([
  { id: 'venue', kind: 'text', header: 'Venue', value: ({ venue }) => venue && venueName(venue) },
  { id: 'type', kind: 'text', header: 'OrdType', value: ({ ordType }) => ordType },
  { id: 'tif', kind: 'text', header: 'TimeInForce', value: ({ timeInForce }) => timeInForce },
  { id: 'qty', kind: 'quantity', header: 'OrderQty', value: ({ orderQty }) => orderQty },
  { id: 'cum', kind: 'quantity', header: 'CumQty', value: ({ cumQty }) => cumQty },
  { id: 'price', kind: 'price', header: 'Price', decimals: 2, value: ({ price }) => price },
  { id: 'avgPx', kind: 'price', header: 'AvgPx', decimals: 2, value: ({ avgPx }) => avgPx },
  {
    id: 'status',
    kind: 'status',
    header: 'OrdStatus',
    value: ({ ordStatus }) => ordStatus,
    cell: ({ ordStatus, rejection }) => <OrdStatus status={ordStatus} rejectedBy={rejection?.by} />,
  },
]);

export const CHECK_COLUMNS = defineColumns<Check & { readonly id: string }>([
  { id: 'check', kind: 'text', header: 'Check', value: ({ code }) => checkName(code) },
  { id: 'verdict', kind: 'text', header: 'Verdict', value: ({ verdict }) => verdict },
  { id: 'level', kind: 'text', header: 'Level', value: ({ words }) => words['level'] ?? null },
  { id: 'actual', kind: 'text', header: 'Actual', value: ({ actual }) => actual },
  { id: 'limit', kind: 'text', header: 'Limit', value: ({ limit }) => limit },
  {
    id: 'reason',
    kind: 'text',
    header: 'Why',
    value: (check) => (check.verdict === 'Pass' ? null : checkReason(check)),
  },
]);

export const ALTERNATIVE_COLUMNS = defineColumns<Alternative>([
  {
    id: 'name',
    kind: 'text',
    header: 'Instead',
    value: ({ name }) =>
      name.kind === 'Only' ? `${venueName(name.venue)} alone` : 'Best price, fees ignored',
  },
  { id: 'quantity', kind: 'quantity', header: 'Could trade', value: ({ quantity }) => quantity },
  {
    id: 'notional',
    kind: 'money',
    header: 'Notional',
    decimals: 2,
    value: ({ notional }) => notional,
  },
  { id: 'allIn', kind: 'money', header: 'All in', decimals: 2, value: ({ allIn }) => allIn },
  {
    id: 'dearer',
    kind: 'text',
    header: 'Dearer, bps',
    value: ({ dearerBps }) => dearerBps?.slice(0, 8) ?? null,
  },
]);
