/** Columns that every list of orders, fills and blocks has, so that they read alike. */
import type { Side } from '@ultrathink/domain/market-data';
import type { WordColumn } from '@/ui/table/columns.ts';
import { SideWord } from './side-word.tsx';

type Look<Row> = Partial<Omit<WordColumn<Row>, 'id' | 'kind' | 'header' | 'value'>>;
type Names = ReadonlyMap<string, string>;

export function sideColumn<Row extends { readonly side: Side }>(
  look: Look<Row> = {},
): WordColumn<Row> {
  return {
    ...{ id: 'side', kind: 'status', header: 'Side', width: 62, options: ['Buy', 'Sell'] },
    value: ({ side }) => side,
    cell: ({ side }) => <SideWord side={side} />,
    ...look,
  };
}

export function instrumentColumn<Row extends { readonly instrument: string }>(
  look: Look<Row> = {},
): WordColumn<Row> {
  return {
    ...{ id: 'instrument', kind: 'text', header: 'Instrument', width: 92, list: 'title' },
    value: ({ instrument }) => instrument,
    ...look,
  };
}

/** A client by name; orders of nobody are the firm's own. */
export function clientNamed(clients: Names, client: string | null): string {
  return client === null ? 'the firm' : (clients.get(client) ?? client.slice(-8));
}

export function clientColumn<Row extends { readonly client: string | null }>(
  clients: Names,
  look: Look<Row> = {},
): WordColumn<Row> {
  return {
    ...{ id: 'client', kind: 'text', header: 'Client', width: 144, from: 700, list: 'detail' },
    value: ({ client }) => clientNamed(clients, client),
    ...look,
  };
}

/** @param accountOf null in rows that have none of their own. */
export function accountColumn<Row>(
  accounts: Names,
  accountOf: (row: Row) => string | null,
): WordColumn<Row> {
  return {
    ...{ id: 'account', kind: 'text', header: 'Account', width: 124, from: 1180, list: 'hidden' },
    value: (row) => {
      const account = accountOf(row);
      return account === null ? null : (accounts.get(account) ?? account.slice(-8));
    },
  };
}
