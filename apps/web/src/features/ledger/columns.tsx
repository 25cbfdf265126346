import { defineColumns } from '@/ui/table/columns.ts';
import { Amounts, Done } from './amounts.tsx';
import type { Movement } from './model.ts';
import { amountWords, causeWord, movementWords } from './words.ts';

export const movementColumns = (names: ReadonlyMap<string, string>) =>
  defineColumns<Movement>([
    {
      id: 'at',
      header: 'Booked',
      kind: 'time',
      detail: 'day-and-minute',
      width: 128,
      list: 'when',
      value: ({ at }) => at,
    },
    {
      id: 'cause',
      header: 'What',
      kind: 'text',
      width: 110,
      always: true,
      list: 'title',
      value: ({ cause }) => causeWord(cause),
      cell: ({ cause }) => <span className="font-medium">{causeWord(cause)}</span>,
    },
    {
      id: 'words',
      header: 'Detail',
      kind: 'text',
      width: 330,
      list: 'detail',
      value: movementWords,
      cell: ({ trade }) => (trade === null ? undefined : <Done trade={trade} />),
    },
    {
      id: 'fee',
      header: 'Venue fee',
      kind: 'quantity',
      decimals: 6,
      width: 110,
      from: 900,
      value: ({ trade }) => trade?.fee?.amount ?? null,
    },
    {
      id: 'fee-asset',
      header: 'In',
      kind: 'text',
      width: 56,
      from: 900,
      value: ({ trade }) => trade?.fee?.asset ?? null,
    },
    {
      id: 'amounts',
      header: 'Amounts',
      align: 'right',
      kind: 'text',
      width: 330,
      list: 'state',
      value: amountWords,
      cell: (movement) => <Amounts movement={movement} />,
    },
    {
      id: 'account',
      header: 'Account',
      kind: 'text',
      width: 110,
      from: 800,
      value: ({ account }) => names.get(account) ?? null,
    },
  ]);
