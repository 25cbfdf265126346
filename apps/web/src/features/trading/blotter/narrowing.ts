/** What a reader filters a long list by, as the server takes it: it narrows where all the rows are. */
import { ORD_STATUSES, type OrdStatus } from '@ultrathink/domain/trading';
import type { ColumnFilter } from '@/ui/table/view.ts';

/** What a column shows of each id, so that words find ids. */
type Labels = ReadonlyMap<string, string>;

export interface Known {
  readonly clients: Labels;
  readonly accounts: Labels;
  readonly instruments: readonly string[];
  readonly venues: Labels;
}

export interface Narrowing {
  readonly clients: readonly string[] | null;
  readonly accounts: readonly string[] | null;
  readonly instruments: readonly string[] | null;
  readonly venues: readonly string[] | null;
  readonly statuses: readonly OrdStatus[] | null;
  readonly side: 'Buy' | 'Sell' | null;
  readonly from: string | null;
  readonly until: string | null;
}

/** So many the server takes; more narrow nothing there, and the table filters what was read. */
const MOST_CHOSEN = 200;

function idsOf(filter: ColumnFilter | undefined, labels: Iterable<readonly [string, string]>) {
  if (filter === undefined || filter.kind === 'range') return null;
  const isMeant = (label: string) =>
    filter.kind === 'in'
      ? filter.values.includes(label)
      : label.toLowerCase().includes(filter.text.toLowerCase());
  const ids = [...labels].filter(([, label]) => isMeant(label)).map(([id]) => id);
  return ids.length > MOST_CHOSEN ? null : ids;
}

const isStatus = (word: string): word is OrdStatus => ORD_STATUSES.some((known) => known === word);

function statusesOf(filter: ColumnFilter | undefined): readonly OrdStatus[] | null {
  if (filter?.kind !== 'in') return null;
  // Unconfirmed is said beside any status, so it narrows nothing there.
  return filter.values.every(isStatus) ? filter.values.filter(isStatus) : null;
}

function sideOf(filter: ColumnFilter | undefined): Narrowing['side'] {
  if (filter?.kind !== 'in' || filter.values.length !== 1) return null;
  const [side] = filter.values;
  return side === 'Buy' || side === 'Sell' ? side : null;
}

function momentOf(text: string | null): string | null {
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** By the columns `client`, `account`, `instrument`, `venue`, `side`, `status` and `time`. */
export function narrowingOf(
  filters: Readonly<Record<string, ColumnFilter>>,
  { clients, accounts, instruments, venues }: Known,
): Narrowing {
  const time = filters['time'];
  const span = time?.kind === 'range' ? time : { from: null, to: null };
  return {
    clients: idsOf(filters['client'], clients),
    accounts: idsOf(filters['account'], accounts),
    instruments: idsOf(
      filters['instrument'],
      instruments.map((name) => [name, name]),
    ),
    venues: idsOf(filters['venue'], venues),
    statuses: statusesOf(filters['status']),
    side: sideOf(filters['side']),
    from: momentOf(span.from),
    until: momentOf(span.to),
  };
}
