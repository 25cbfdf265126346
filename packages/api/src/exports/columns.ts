/** What a file of orders or executions has of each, under FIX's names; times in ISO 8601 UTC, figures whole. */
import { safeCell } from '@ultrathink/domain/kernel';
import type { z } from 'zod';
import type { executionSchema, orderSchema } from '../trading/schemas.ts';

type Order = z.output<typeof orderSchema>;
type Execution = z.output<typeof executionSchema>;

/** Of clients and accounts, by id. */
export type Names = ReadonlyMap<string, string>;

interface Column<Row> {
  readonly header: string;
  /** Null is an empty cell. */
  readonly value: (row: Row, names: Names) => string | null;
}

const text = (value: string | null | undefined) => (value == null ? null : safeCell(value));
const yes = (value: boolean | null) => (value === null ? null : value ? 'yes' : 'no');
const named = (id: string | null, names: Names) => text(id === null ? null : names.get(id));

function rejectionText({ rejection }: Order): string | null {
  if (rejection === null) return null;
  switch (rejection.by) {
    case 'Engine':
      return rejection.reason.code;
    case 'Venue':
      return `${rejection.reason} ${rejection.code} ${rejection.text}`;
    default:
      return rejection.refusals.map(({ check, code }) => `${check} ${code}`).join('; ');
  }
}

export const ORDER_COLUMNS: readonly Column<Order>[] = [
  { header: 'Placed UTC', value: ({ placedAt }) => placedAt },
  { header: 'Ended UTC', value: ({ endedAt }) => endedAt },
  { header: 'ClOrdID', value: ({ clOrdId }) => clOrdId },
  { header: 'Client', value: ({ client }, names) => named(client, names) },
  { header: 'Account', value: ({ account }, names) => named(account, names) },
  { header: 'Account id', value: ({ account }) => account },
  { header: 'Side', value: ({ side }) => side },
  { header: 'Instrument', value: ({ instrument }) => text(instrument) },
  { header: 'OrdType', value: ({ ordType }) => ordType },
  { header: 'OrderQty', value: ({ orderQty }) => orderQty },
  { header: 'Price', value: ({ price }) => price },
  { header: 'StopPx', value: ({ stopPx }) => stopPx },
  { header: 'TimeInForce', value: ({ timeInForce }) => timeInForce },
  { header: 'Expires UTC', value: ({ expireTime }) => expireTime },
  { header: 'Post only', value: ({ isPostOnly }) => yes(isPostOnly) },
  { header: 'Reduce only', value: ({ isReduceOnly }) => yes(isReduceOnly) },
  { header: 'OrdStatus', value: ({ ordStatus }) => ordStatus },
  { header: 'CumQty', value: ({ cumQty }) => cumQty },
  { header: 'LeavesQty', value: ({ leavesQty }) => leavesQty },
  { header: 'AvgPx', value: ({ avgPx }) => avgPx },
  { header: 'Unconfirmed since UTC', value: ({ unconfirmedSince }) => unconfirmedSince },
  { header: 'Rejected by', value: ({ rejection }) => rejection?.by ?? null },
  { header: 'Rejection', value: (row) => text(rejectionText(row)) },
];

export const EXECUTION_COLUMNS: readonly Column<Execution>[] = [
  { header: 'Booked UTC', value: ({ at }) => at },
  { header: 'Traded UTC', value: ({ tradedAt }) => tradedAt },
  { header: 'ExecID', value: ({ execId }) => text(execId) },
  { header: 'Venue', value: ({ venue }) => text(venue) },
  { header: 'Client', value: ({ client }, names) => named(client, names) },
  { header: 'Account', value: ({ account }, names) => named(account, names) },
  { header: 'Account id', value: ({ account }) => account },
  { header: 'Order', value: ({ parentClOrdId, clOrdId }) => parentClOrdId ?? clOrdId },
  { header: 'Side', value: ({ side }) => side },
  { header: 'Instrument', value: ({ instrument }) => text(instrument) },
  { header: 'LastQty', value: ({ lastQty }) => lastQty },
  { header: 'LastPx', value: ({ lastPx }) => lastPx },
  { header: 'Fee', value: ({ fee }) => fee?.amount ?? null },
  { header: 'Fee asset', value: ({ fee }) => text(fee?.asset) },
  { header: 'Maker', value: ({ isMaker }) => yes(isMaker) },
];

export const headersOf = (columns: readonly { readonly header: string }[]): readonly string[] =>
  columns.map(({ header }) => header);

export const cellsOf = <Row>(columns: readonly Column<Row>[], row: Row, names: Names) =>
  columns.map(({ value }) => value(row, names) ?? '');
