/** When a stop was, what it was, where and by whom: the columns that lists of stops share. */
import type { Column } from '@/ui/table/columns.ts';
import type { StateChange } from './model.ts';
import { whereText } from './words.ts';

export function stopColumns<Row extends { readonly key: StateChange['key'] }>(
  nameOf: (scope: string) => string,
  of: {
    readonly at: (row: Row) => string;
    readonly what: (row: Row) => string;
    readonly by: (row: Row) => string;
  },
): readonly Column<Row>[] {
  return [
    {
      id: 'at',
      header: 'At',
      kind: 'time',
      detail: 'day-and-minute',
      width: 130,
      list: 'when',
      value: of.at,
    },
    { id: 'what', header: 'What', kind: 'text', width: 150, list: 'state', value: of.what },
    {
      id: 'scope',
      header: 'Where',
      kind: 'text',
      width: 240,
      always: true,
      list: 'title',
      value: ({ key }) => whereText(key, nameOf),
    },
    { id: 'by', header: 'By', kind: 'text', width: 150, list: 'detail', value: of.by },
  ];
}
