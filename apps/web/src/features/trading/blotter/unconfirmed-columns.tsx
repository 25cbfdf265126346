import { venueName } from '@ultrathink/domain/market-data';
import { Unconfirmed } from '@/ui/status.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { Age } from '@/ui/time.tsx';
import { clientColumn, instrumentColumn, sideColumn } from '../row-columns.tsx';
import type { UnconfirmedRow } from './acts.ts';
import type { Naming } from './use-lists.ts';

const whatColumns = (naming: Naming) =>
  defineColumns<UnconfirmedRow>([
    {
      id: 'since',
      kind: 'time',
      header: 'Since',
      detail: 'second',
      width: 76,
      list: 'when',
      value: ({ since }) => since,
    },
    {
      id: 'order',
      kind: 'id',
      header: 'Order',
      width: 88,
      list: 'hidden',
      value: ({ clOrdId }) => clOrdId.slice(-8),
    },
    clientColumn(naming.clients, { width: 160 }),
    {
      id: 'venue',
      kind: 'text',
      header: 'Venue',
      width: 84,
      list: 'detail',
      value: ({ venue }) => venue && venueName(venue),
    },
    {
      id: 'request',
      kind: 'status',
      header: 'Request',
      width: 76,
      options: ['New', 'Replace', 'Cancel'],
      value: ({ request }) => request,
    },
    sideColumn(),
    instrumentColumn(),
  ]);

const standingColumns = (naming: Naming) =>
  defineColumns<UnconfirmedRow>([
    {
      id: 'leaves',
      kind: 'quantity',
      header: 'Leaves',
      width: 92,
      decimals: ({ instrument }) => naming.sizeDecimals(instrument),
      value: ({ leavesQty }) => leavesQty,
    },
    {
      id: 'held',
      kind: 'quantity',
      header: 'Held for it',
      width: 112,
      from: 820,
      decimals: 4,
      value: ({ held }) => held?.amount ?? null,
    },
    {
      id: 'held-asset',
      kind: 'text',
      header: 'In',
      width: 56,
      from: 820,
      value: ({ held }) => held?.asset ?? null,
    },
    {
      id: 'resends',
      kind: 'quantity',
      header: 'Asked again',
      width: 88,
      from: 1040,
      decimals: 0,
      value: ({ resends }) => String(resends),
    },
    {
      id: 'status',
      kind: 'status',
      header: 'Stands',
      width: 190,
      list: 'state',
      options: ['Being confirmed', 'With people'],
      value: ({ isWithHuman }) => (isWithHuman ? 'With people' : 'Being confirmed'),
      cell: ({ since, isWithHuman }) => (
        <span className="flex gap-2">
          <Unconfirmed clock={<Age since={since} running />} />
          {isWithHuman && <span className="text-danger">two people decide</span>}
        </span>
      ),
    },
  ]);

export const unconfirmedColumns = (naming: Naming) =>
  defineColumns<UnconfirmedRow>([...whatColumns(naming), ...standingColumns(naming)]);
