'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { AccountId, UtcTime } from '@ultrathink/domain/kernel';
import { useRouter } from 'next/navigation';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useTRPC, useTRPCClient } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Button } from '@/ui/button.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { Select } from '@/ui/select.tsx';
import { DataTable } from '@/ui/table/data-table.tsx';
import { Tabs } from '@/ui/tabs.tsx';
import { movementColumns } from './columns.tsx';
import type { Movement } from './model.ts';

/** Rows of clients have room. */
const COMFORTABLE = { density: 'comfortable' } as const;

const SHOWS = ['all', 'trades', 'flows', 'other'] as const;
type Show = (typeof SHOWS)[number];
const LABELS: Readonly<Record<Show, string>> = {
  all: 'All',
  trades: 'Trades',
  flows: 'Deposits and withdrawals',
  other: 'Corrections',
};
const CAUSES = {
  all: undefined,
  trades: ['Trade'],
  flows: ['Deposit', 'Withdrawal', 'Transfer'],
  other: ['Evening', 'Reallocation', 'Adjustment', 'Reversal', 'Correction', 'ShortfallRepaid'],
} as const;
const PAGE = 100;
const AGAIN_MS = 15_000;
const ALL = 'all';

/** What moved in one's accounts, entry by entry: fills with their fees, deposits, withdrawals. */
export function ActivityPage() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const [{ show, account }, setAddress] = useQueryStates({
    show: parseAsStringLiteral(SHOWS).withDefault('all'),
    account: parseAsString,
  });
  const own = useQuery(trpc.clients.getOwn.queryOptions());
  const causes = CAUSES[show];
  const listed = useInfiniteQuery({
    queryKey: [...trpc.ledger.listMovements.pathKey(), show, account],
    initialPageParam: null as { readonly at: UtcTime; readonly entry: string } | null,
    queryFn: ({ pageParam, signal }) =>
      client.ledger.listMovements.query(
        {
          account: account as AccountId | null,
          ...(causes !== undefined && { causes: [...causes] }),
          ...(pageParam !== null && { beforeAt: pageParam.at, beforeEntry: pageParam.entry }),
          most: PAGE,
        } as Parameters<typeof client.ledger.listMovements.query>[0],
        { signal },
      ),
    getNextPageParam: ({ movements }) => {
      const last = movements.at(-1);
      return movements.length < PAGE || last === undefined
        ? undefined
        : { at: last.at, entry: last.entry };
    },
    refetchInterval: AGAIN_MS,
  });
  const rows = useMemo(
    () => (listed.data?.pages ?? []).flatMap(({ movements }) => movements),
    [listed.data],
  );
  const accounts = own.data?.accounts ?? [];
  const columns = useMemo(
    () => movementColumns(new Map(accounts.map(({ id, name }) => [id as string, name]))),
    [accounts],
  );
  return (
    <>
      <PageHead
        title="Activity"
        about="Each line is one entry of the ledger. Fees and commission are in its amounts."
      >
        {accounts.length > 1 && (
          <AccountChoice
            accounts={accounts}
            value={account}
            onChange={(next) => void setAddress({ account: next })}
          />
        )}
      </PageHead>
      <Tabs<Show>
        label="Activity"
        className="px-gutter"
        value={show}
        onValueChange={(next) => void setAddress({ show: next })}
        tabs={SHOWS.map((value) => ({ value, label: LABELS[value] }))}
      />
      <div className="px-gutter pb-7">
        <DataTable<Movement>
          id="activity"
          first={COMFORTABLE}
          title="Activity"
          columns={columns}
          rows={rows}
          idOf={({ entry, account: of }) => `${entry} ${of}`}
          onOpen={({ trade }) => trade !== null && router.push(`/client/orders/${trade.clOrdId}`)}
          state={dataStateOf(listed, 'Your activity could not be read.')}
          empty={{ sentence: 'Nothing has moved yet.' }}
          expectedRows={8}
        />
        {listed.hasNextPage && (
          <Button
            className="mt-3"
            busy={listed.isFetchingNextPage}
            busyLabel="Reading more"
            onClick={() => void listed.fetchNextPage()}
          >
            Show more
          </Button>
        )}
      </div>
    </>
  );
}

function AccountChoice({
  accounts,
  value,
  onChange,
}: {
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  readonly value: string | null;
  readonly onChange: (account: string | null) => void;
}) {
  return (
    <div className="w-44">
      <Select
        aria-label="Account"
        size="cell"
        value={value ?? ALL}
        onValueChange={(next) => onChange(next === ALL ? null : next)}
        options={[
          { value: ALL, label: 'All accounts' },
          ...accounts.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </div>
  );
}
