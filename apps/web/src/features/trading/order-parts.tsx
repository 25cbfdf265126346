import { venueName } from '@ultrathink/domain/market-data';
import type { ReceiptAlternative } from '@ultrathink/domain/trading';
import { OrdStatus } from '@/ui/status.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { CheckFigure } from './check-figure.tsx';
import type { Check, ExecutionRow, OrderRow } from './model.ts';
import { checkName, checkReason, figureDigits, isFigure } from './words.ts';

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
  { id: 'asset', kind: 'text', header: 'Fee in', value: ({ fee }) => fee?.asset ?? null },
  {
    id: 'liquidity',
    kind: 'text',
    header: 'Liquidity',
    value: ({ isMaker }) => liquidity(isMaker),
  },
]);

const PLAIN: Readonly<Record<string, string>> = { lastQty: 'Quantity', lastPx: 'Price' };

/** The same for who is no trader: without the words of the protocol. */
export const OWN_FILL_COLUMNS = defineColumns<ExecutionRow>(
  FILL_COLUMNS.map((column) => ({ ...column, header: PLAIN[column.id] ?? column.header })),
);

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

type DecidedCheck = Check & { readonly id: string };

const figure = (text: string | null) => (isFigure(text) ? text : null);

export const CHECK_COLUMNS = defineColumns<DecidedCheck>([
  {
    id: 'check',
    kind: 'text',
    header: 'Check',
    value: ({ code, words }) => [checkName(code), words['level']].filter(Boolean).join(', '),
  },
  { id: 'verdict', kind: 'text', header: 'Verdict', value: ({ verdict }) => verdict },
  {
    id: 'actual',
    kind: 'quantity',
    header: 'Actual',
    decimals: ({ actual }) => figureDigits(actual ?? ''),
    value: ({ actual }) => figure(actual),
    cell: ({ code, actual }) => <CheckFigure code={code} text={actual} />,
  },
  {
    id: 'limit',
    kind: 'quantity',
    header: 'Limit',
    decimals: ({ limit }) => figureDigits(limit ?? ''),
    value: ({ limit }) => figure(limit),
    cell: ({ code, limit }) => <CheckFigure code={code} text={limit} />,
  },
  {
    id: 'reason',
    kind: 'text',
    header: 'Why',
    value: (check) => {
      if (check.verdict !== 'Pass') return checkReason(check);
      return isFigure(check.actual) ? null : check.actual;
    },
  },
]);

export const ALTERNATIVE_COLUMNS = defineColumns<ReceiptAlternative>([
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
    kind: 'quantity',
    header: 'Dearer bps',
    decimals: 2,
    value: ({ dearerBps }) => dearerBps,
  },
]);
