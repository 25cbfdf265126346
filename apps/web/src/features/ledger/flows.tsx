'use client';

import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import type { ClientId } from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { assetDigits } from '@/ui/asset-digits.ts';
import { Button } from '@/ui/button.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { type FlowAccount, FlowForm } from './flow-form.tsx';

type Flow = inferRouterOutputs<AppRouter>['ledger']['listFlows']['flows'][number];

const columnsOf = (nameOf: (account: string) => string) =>
  defineColumns<Flow>([
    {
      id: 'at',
      header: 'Booked',
      kind: 'time',
      detail: 'day-and-minute',
      width: 130,
      list: 'when',
      value: ({ at }) => at,
    },
    {
      id: 'cause',
      header: 'What',
      kind: 'status',
      width: 110,
      options: ['Deposit', 'Withdrawal'],
      list: 'detail',
      value: ({ cause }) => cause,
    },
    {
      id: 'account',
      header: 'Account',
      kind: 'text',
      width: 160,
      always: true,
      list: 'title',
      value: ({ account }) => nameOf(account),
    },
    {
      id: 'venue',
      header: 'Where',
      kind: 'text',
      width: 120,
      list: 'detail',
      value: ({ venue }) => venue && venueName(venue),
    },
    {
      id: 'amount',
      header: 'Amount',
      kind: 'quantity',
      width: 150,
      signed: true,
      list: 'state',
      decimals: ({ asset, amount }) => assetDigits(asset, amount),
      value: ({ amount }) => amount,
    },
    {
      id: 'asset',
      header: 'Asset',
      kind: 'text',
      width: 80,
      list: 'detail',
      value: ({ asset }) => asset,
    },
    {
      id: 'reference',
      header: 'Reference',
      kind: 'text',
      width: 220,
      from: 800,
      list: 'hidden',
      value: ({ reference }) => reference,
    },
  ]);

type Kind = 'Deposit' | 'Withdrawal';

/** What came in for a client and what went out; and the forms by which either is booked. */
export function Flows({
  clientId,
  accounts,
}: {
  readonly clientId: ClientId;
  readonly accounts: readonly FlowAccount[];
}) {
  const trpc = useTRPC();
  const found = useQuery(trpc.ledger.listFlows.queryOptions({ client: clientId }));
  const mayDeposit = useMay('ledger.proposeDeposit');
  const mayWithdraw = useMay('ledger.proposeWithdrawal');
  const [open, setOpen] = useState<Kind | null>(null);
  const rows = found.data?.flows ?? [];
  const nameOf = (account: string) => accounts.find(({ id }) => id === account)?.name ?? account;
  return (
    <section aria-label="Flows" className="mt-4 border-t px-gutter">
      <SectionHeading title="Flows" about="deposits and withdrawals as they were booked">
        {open === null && (
          <span className="flex gap-2">
            {mayDeposit && (
              <Button size="small" onClick={() => setOpen('Deposit')}>
                Book a deposit
              </Button>
            )}
            {mayWithdraw && (
              <Button size="small" onClick={() => setOpen('Withdrawal')}>
                Book a withdrawal
              </Button>
            )}
          </span>
        )}
      </SectionHeading>
      {open !== null && (
        <FlowForm
          key={open}
          kind={open}
          clientId={clientId}
          accounts={accounts}
          onClose={() => setOpen(null)}
        />
      )}
      <DataTable<Flow>
        id="flows"
        title="Flows"
        summary={`${rows.length} deposits and withdrawals`}
        columns={columnsOf(nameOf)}
        rows={rows}
        idOf={({ entry, account }) => `${entry} ${account}`}
        state={dataStateOf(found, 'Deposits and withdrawals could not be read.')}
        empty={{ sentence: 'Nothing came in and nothing went out yet.' }}
        expectedRows={3}
      />
    </section>
  );
}
