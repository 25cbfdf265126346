'use client';

import type { Scopes } from '@/trpc/use-scopes.ts';
import { Segmented } from '@/ui/segmented.tsx';
import { Select, type SelectOption } from '@/ui/select.tsx';
import type { CostedOrder } from './model.ts';
import type { useCostAddress } from './use-costs.ts';
import { PERIODS, type Period } from './words.ts';

const PERIOD_LABELS: Readonly<Record<Period, string>> = {
  '1d': '24 h',
  '7d': '7 d',
  '30d': '30 d',
  '90d': '90 d',
};
const VENUES = [
  { value: 'binance', label: 'Binance' },
  { value: 'coinbase', label: 'Coinbase' },
  { value: 'kraken', label: 'Kraken' },
];
const SIDES = [
  { value: 'Buy', label: 'Buys' },
  { value: 'Sell', label: 'Sells' },
];
const ALL = 'all';

type Address = ReturnType<typeof useCostAddress>;

/** Narrows by what the page's address says; each choice widens again. */
export function CostFilter({
  address,
  change,
  scopes,
  orders,
}: {
  readonly address: Address['address'];
  readonly change: Address['change'];
  readonly scopes: Scopes;
  readonly orders: readonly CostedOrder[];
}) {
  const { client, account, instrument, side, venue } = address;
  const accounts = scopes.clients
    .filter(({ id }) => client === null || id === client)
    .flatMap(({ name, accounts: held }) =>
      held.map((one) => ({ value: one.id as string, label: `${name}, ${one.name}` })),
    );
  const names = new Set([...(instrument === null ? [] : [instrument]), ...orders.map(nameOf)]);
  const sideOf = (value: string | null) => (value === 'Buy' || value === 'Sell' ? value : null);
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-4 px-gutter pb-3">
      <Segmented
        label="Span"
        value={address.period}
        onValueChange={(period) => change({ period })}
        options={PERIODS.map((value) => ({ value, label: PERIOD_LABELS[value] }))}
      />
      <Choice
        all="All clients"
        value={client}
        onChange={(value) => change({ client: value, account: null })}
        options={scopes.clients.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Choice
        all="All accounts"
        value={account}
        onChange={(value) => change({ account: value })}
        options={accounts}
      />
      <Choice
        all="All instruments"
        value={instrument}
        onChange={(value) => change({ instrument: value })}
        options={[...names].sort().map((value) => ({ value, label: value }))}
      />
      <Choice
        all="Both sides"
        value={side}
        onChange={(value) => change({ side: sideOf(value) })}
        options={SIDES}
      />
      <Choice
        all="All venues"
        value={venue}
        onChange={(value) => change({ venue: value })}
        options={VENUES}
      />
    </div>
  );
}

const nameOf = ({ instrument }: CostedOrder) => instrument;

function Choice({
  all,
  value,
  options,
  onChange,
}: {
  readonly all: string;
  readonly value: string | null;
  readonly options: readonly SelectOption<string>[];
  readonly onChange: (value: string | null) => void;
}) {
  return (
    <div className="w-40 max-md:w-[calc(50%-0.625rem)]">
      <Select
        aria-label={all}
        size="cell"
        value={value ?? ALL}
        onValueChange={(next) => onChange(next === ALL ? null : next)}
        options={[{ value: ALL, label: all }, ...options]}
      />
    </div>
  );
}
