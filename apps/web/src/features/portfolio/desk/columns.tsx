import { decimal, formatAge, signOf } from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import { Link } from '@/ui/link.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { type Column, defineColumns } from '@/ui/table/columns.ts';
import { NotApplicable, Quantity } from '@/ui/value.tsx';
import type { Price } from './marks.ts';
import { closeHref, type DeskRow, type Group, hedgeHref } from './rows.ts';
import type { Decimals } from './use-prices.ts';

/** Names of clients and accounts, by id. */
interface Names {
  readonly clients: ReadonlyMap<string, string>;
  readonly accounts: ReadonlyMap<string, string>;
}

/** What is kept of positions; by strategy trades are added up. */
type Kept = Exclude<Group, 'strategy'>;

interface Parts {
  readonly names: Names;
  readonly instruments: readonly string[];
  readonly decimals: ReadonlyMap<string, Decimals>;
  readonly mayTrade: boolean;
}

const whoColumns = ({ clients, accounts }: Names): readonly Column<DeskRow>[] => [
  {
    id: 'client',
    kind: 'text',
    header: 'Client',
    width: 118,
    from: 620,
    list: 'detail',
    value: ({ client }) =>
      client === null ? 'the firm' : (clients.get(client) ?? client.slice(-8)),
  },
  {
    id: 'account',
    kind: 'text',
    header: 'Account',
    width: 104,
    list: 'detail',
    value: ({ account }) =>
      account === null ? null : (accounts.get(account) ?? account.slice(-8)),
  },
];

const what = (
  id: 'instrument' | 'asset' | 'venue',
  header: string,
  value: (row: DeskRow) => string | null,
): Column<DeskRow> => ({
  id,
  kind: 'text',
  header,
  width: 84,
  list: 'title',
  always: true,
  value,
});

function aboutColumns(group: Kept, names: Names): readonly Column<DeskRow>[] {
  const asset = what('asset', 'Asset', (row) => row.asset);
  switch (group) {
    case 'position':
      return [what('instrument', 'Instrument', (row) => row.instrument), ...whoColumns(names)];
    case 'account':
      return whoColumns(names);
    case 'asset':
      return [asset];
    case 'venue':
      return [
        { ...what('venue', 'Venue', ({ venue }) => venue && venueName(venue)), list: 'detail' },
        asset,
      ];
  }
}

/** A price with its age; one that values nothing says so and steps back. */
function MarketPrice({
  price,
  decimals,
}: {
  readonly price: Price | null;
  readonly decimals: number;
}) {
  const { locale } = useLocale();
  if (price === null) return <span className="text-warn">no price</span>;
  const age = Number.isFinite(price.ageMs) ? formatAge(price.ageMs, locale) : 'one side';
  if (price.isGood) {
    return (
      <span>
        <Quantity value={price.mid} decimals={decimals} />{' '}
        <span className="text-ink-3 text-label">{age}</span>
      </span>
    );
  }
  return (
    <span className="text-ink-2">
      <Quantity value={price.mid} decimals={decimals} />{' '}
      <span className="text-label text-warn">stale {age}</span>
    </span>
  );
}

const amountColumns = ({ decimals }: Parts): readonly Column<DeskRow>[] => [
  {
    id: 'quantity',
    kind: 'quantity',
    header: 'Position',
    width: 88,
    list: 'detail',
    decimals: ({ instrument }) => decimals.get(instrument ?? '')?.size ?? 4,
    value: ({ quantity }) => quantity,
  },
  {
    id: 'average',
    kind: 'price',
    header: 'Average cost',
    width: 90,
    from: 1180,
    decimals: ({ instrument }) => decimals.get(instrument ?? '')?.price ?? 2,
    value: ({ averageCost }) => averageCost,
  },
  {
    id: 'price',
    kind: 'price',
    header: 'Market',
    width: 112,
    from: 640,
    restless: true,
    value: ({ price }) => price?.mid ?? null,
    cell: ({ price, instrument }) =>
      instrument === null ? (
        <NotApplicable />
      ) : (
        <MarketPrice price={price} decimals={decimals.get(instrument)?.price ?? 2} />
      ),
  },
];

const GAINS = defineColumns<DeskRow>([
  {
    id: 'value',
    kind: 'money',
    header: 'Value',
    unit: 'USD',
    width: 106,
    list: 'state',
    total: true,
    restless: true,
    value: ({ value }) => value,
  },
  {
    id: 'unrealised',
    kind: 'money',
    header: 'Unrealised',
    width: 102,
    from: 480,
    signed: true,
    total: true,
    restless: true,
    value: ({ unrealised }) => unrealised,
  },
  {
    id: 'realised',
    kind: 'money',
    header: 'Realised',
    width: 102,
    from: 860,
    signed: true,
    total: true,
    restless: true,
    value: ({ realised }) => realised,
  },
  {
    id: 'charges',
    kind: 'money',
    header: 'Fees, 90 d',
    width: 92,
    from: 940,
    total: true,
    restless: true,
    value: ({ charges }) => charges,
  },
]);

const actColumn = ({ instruments }: Parts): Column<DeskRow> => ({
  id: 'act',
  kind: 'actions',
  header: '',
  width: 94,
  from: 700,
  list: 'when',
  cell: (row) => <RowActs row={row} instruments={instruments} />,
});

function RowActs({
  row,
  instruments,
}: {
  readonly row: DeskRow;
  readonly instruments: readonly string[];
}) {
  const [close, hedge] = [closeHref(row), hedgeHref(row, instruments)];
  const name = row.instrument ?? '';
  return (
    <span className="flex justify-end gap-3">
      {close !== null && (
        <Link href={close as never} aria-label={`Close ${name}`}>
          Close
        </Link>
      )}
      {hedge !== null && (
        <Link href={hedge as never} variant="quiet" aria-label={`Hedge ${name}`}>
          Hedge
        </Link>
      )}
    </span>
  );
}

/** Columns of what the group has: no gain is kept by venue, and a group has no one price. */
export function deskColumns(group: Kept, parts: Parts): readonly Column<DeskRow>[] {
  const amounts = amountColumns(parts);
  const [quantity] = amounts;
  const gains = group === 'venue' ? GAINS.filter(({ id }) => id === 'value') : GAINS;
  const figures =
    group === 'position'
      ? amounts
      : group === 'account' || quantity === undefined
        ? []
        : [quantity];
  return defineColumns<DeskRow>([
    ...aboutColumns(group, parts.names),
    ...figures,
    ...gains,
    ...(group === 'position' && parts.mayTrade ? [actColumn(parts)] : []),
  ]);
}

/** Nothing open: it is in the list for what was realised. */
export const isFlat = ({ quantity }: DeskRow): boolean =>
  quantity !== null && signOf(decimal(quantity)) === 0;
