'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { PageHead } from '@/ui/page-head.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { listed, sentenceCase } from '@/ui/words.ts';
import type { TierRow } from './model.ts';
import { TIER_WORDS } from './words.ts';

const SERVICE_WORDS: Readonly<Record<TierRow['serviceLevel'], string>> = {
  Basic: 'basic',
  Premium: 'premium',
  Private: 'private',
  Institutional: 'institutional',
  WhiteGlove: 'white glove',
};

const idOf = ({ tier, from }: TierRow) => `${tier} ${from}`;

const COLUMNS = defineColumns<TierRow>([
  {
    id: 'tier',
    header: 'Tier',
    kind: 'text',
    width: 180,
    always: true,
    list: 'title',
    options: Object.values(TIER_WORDS),
    value: ({ tier }) => TIER_WORDS[tier],
    cell: ({ tier }) => <span className="font-medium">{TIER_WORDS[tier]}</span>,
  },
  {
    id: 'position',
    header: 'Largest position',
    kind: 'money',
    unit: 'USD',
    decimals: 0,
    width: 170,
    value: ({ maxPosition }) => maxPosition,
  },
  {
    id: 'leverage',
    header: 'Leverage, at most',
    kind: 'quantity',
    decimals: 0,
    width: 130,
    list: 'hidden',
    value: ({ maxLeverage }) => maxLeverage,
  },
  {
    id: 'commission',
    header: 'Commission bps',
    kind: 'quantity',
    decimals: 0,
    width: 120,
    list: 'state',
    value: ({ commissionBps }) => commissionBps,
  },
  {
    id: 'balance',
    header: 'Least balance',
    kind: 'money',
    unit: 'USD',
    decimals: 0,
    width: 150,
    list: 'hidden',
    value: ({ minBalance }) => minBalance,
  },
  {
    id: 'service',
    header: 'Service',
    kind: 'text',
    width: 130,
    from: 800,
    list: 'detail',
    value: ({ serviceLevel }) => sentenceCase(SERVICE_WORDS[serviceLevel]),
  },
  {
    id: 'from',
    header: 'From',
    kind: 'time',
    detail: 'day-and-minute',
    width: 130,
    list: 'when',
    value: ({ from }) => from,
  },
  {
    id: 'until',
    header: 'Until',
    kind: 'time',
    detail: 'day-and-minute',
    width: 130,
    from: 1000,
    value: ({ until }) => until,
  },
]);

/** What each commercial tier is worth, now and from moments that are agreed to already. */
export function TiersPage() {
  const trpc = useTRPC();
  const found = useQuery(trpc.clients.getTierTable.queryOptions());
  const table = found.data?.table ?? null;
  const rows = table?.rows ?? [];
  const others = listed((table?.approvers ?? []).map(({ name }) => name ?? 'somebody'));
  return (
    <>
      <PageHead
        title="Tiers"
        about={
          table === null
            ? 'What a client’s size gets it, and what it costs.'
            : `What a client’s size gets it, and what it costs. Version ${table.version}, proposed by ${table.proposer?.name ?? 'somebody'}, agreed to by ${others}.`
        }
      />
      <div className="px-gutter pb-7">
        <DataTable<TierRow>
          id="tiers"
          title="Tiers"
          summary={`${rows.length} rows`}
          columns={COLUMNS}
          rows={rows}
          idOf={idOf}
          state={dataStateOf(found, 'The tiers could not be read.')}
          empty={{ sentence: 'No table of tiers was adopted, so nothing is traded.' }}
          expectedRows={6}
        />
      </div>
    </>
  );
}
