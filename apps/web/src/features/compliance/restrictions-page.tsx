'use client';

import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import type { ClientId } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useProposal } from '@/trpc/use-proposal.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { Select } from '@/ui/select.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { TextInput } from '@/ui/text-input.tsx';

type Restriction =
  inferRouterOutputs<AppRouter>['compliance']['listRestrictions']['restrictions'][number];

const ALL = 'all';
const PAIR = /^[A-Z0-9]{1,16}\/[A-Z0-9]{1,16}$/;
const idOf = ({ id }: Restriction) => id;
const nobody = (name: string | null | undefined) => name ?? 'somebody';

function stateOf({ isInForce, lifted }: Restriction): string {
  if (isInForce) return 'In force';
  return lifted === null ? 'Ended' : `Lifted by ${nobody(lifted.agreed.proposer?.name)}`;
}

const columnsOf = (
  nameOf: (client: string) => string,
  onLift: ((row: Restriction) => void) | null,
) =>
  defineColumns<Restriction>([
    {
      id: 'instrument',
      header: 'Instrument',
      kind: 'text',
      width: 120,
      always: true,
      list: 'title',
      value: ({ instrument }) => instrument,
      cell: ({ instrument }) => <span className="font-medium">{instrument}</span>,
    },
    {
      id: 'side',
      header: 'Side',
      kind: 'text',
      width: 110,
      value: ({ side }) => (side === null ? 'Buy and sell' : side),
    },
    {
      id: 'who',
      header: 'For',
      kind: 'text',
      width: 210,
      list: 'detail',
      value: ({ clientId }) => (clientId === null ? 'Everybody' : nameOf(clientId)),
    },
    {
      id: 'state',
      header: 'State',
      kind: 'text',
      width: 170,
      list: 'state',
      value: stateOf,
    },
    {
      id: 'by',
      header: 'Proposed by',
      kind: 'text',
      width: 150,
      from: 900,
      value: ({ agreed }) => nobody(agreed.proposer?.name),
    },
    {
      id: 'why',
      header: 'Reason',
      kind: 'text',
      width: 240,
      from: 1100,
      value: ({ agreed }) => agreed.reason,
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
      id: 'act',
      header: 'Act',
      kind: 'actions',
      width: 130,
      cell: (row) =>
        onLift !== null &&
        row.isInForce && (
          <Button
            size="small"
            variant="quiet"
            aria-label={`Propose to lift: ${row.instrument}`}
            onClick={() => onLift(row)}
          >
            Propose to lift
          </Button>
        ),
    },
  ]);

/** What nobody, or one client, may trade. It is told to no client. */
export function RestrictionsPage() {
  const trpc = useTRPC();
  const scopes = useScopes();
  const mayPropose = useMay('compliance.proposeRestriction');
  const listed = useQuery(trpc.compliance.listRestrictions.queryOptions());
  const [isOpen, setOpen] = useState(false);
  const [lifting, setLifting] = useState<Restriction | null>(null);
  const rows = listed.data?.restrictions ?? [];
  return (
    <>
      <PageHead
        title="Restricted list"
        about="An order in what stands here is refused before it is sent. Clients are not told what is on the list."
      >
        {mayPropose && (
          <Button variant="primary" onClick={() => setOpen(true)}>
            Propose a restriction
          </Button>
        )}
      </PageHead>
      <div className="px-gutter pb-7">
        <DataTable<Restriction>
          id="restrictions"
          title="Restricted list"
          summary={`${rows.filter(({ isInForce }) => isInForce).length} in force`}
          columns={columnsOf(scopes.nameOf, mayPropose ? setLifting : null)}
          rows={rows}
          idOf={idOf}
          state={dataStateOf(listed, 'The restricted list could not be read.')}
          empty={{ sentence: 'Nothing is restricted.' }}
          expectedRows={4}
        />
      </div>
      {isOpen && <RestrictDialog clients={scopes.clients} onClose={() => setOpen(false)} />}
      {lifting !== null && <LiftDialog row={lifting} onClose={() => setLifting(null)} />}
    </>
  );
}

function LiftDialog({ row, onClose }: { readonly row: Restriction; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const lift = useProposal(trpc.compliance.proposeLift, {
    shows: ({ reason }) => ({
      title: `Propose to lift the restriction of ${row.instrument}`,
      facts: [{ name: 'Reason', value: reason }],
    }),
  });
  return (
    <ReasonDialog
      open
      onClose={onClose}
      bar="Compliance"
      title={`Lift the restriction of ${row.instrument}`}
      description="Another person of compliance has to agree. Until then it stays."
      act="Propose it"
      busyLabel="Proposing"
      isBusy={lift.isPending}
      error={lift.error}
      proposed={lift.proposed}
      onSend={(reason) => lift.mutate({ restrictionId: row.id, reason })}
    />
  );
}

function RestrictDialog({
  clients,
  onClose,
}: {
  readonly clients: ReturnType<typeof useScopes>['clients'];
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const [instrument, setInstrument] = useState('');
  const [client, setClient] = useState<string>(ALL);
  const [side, setSide] = useState<'Both' | 'Buy' | 'Sell'>('Both');
  const propose = useProposal(trpc.compliance.proposeRestriction, {
    shows: (input) => ({
      title: `Propose to restrict ${input.instrument}`,
      facts: [
        { name: 'For', value: clients.find(({ id }) => id === client)?.name ?? 'Everybody' },
        { name: 'Side', value: input.side ?? 'buy and sell' },
        { name: 'Reason', value: input.reason },
      ],
    }),
  });
  return (
    <ReasonDialog
      open
      onClose={onClose}
      bar="Compliance"
      title="Propose a restriction"
      description="Another person of compliance has to agree. It holds from that moment on, until it is lifted."
      act="Propose it"
      busyLabel="Proposing"
      isBusy={propose.isPending}
      error={propose.error}
      proposed={propose.proposed}
      canSend={PAIR.test(instrument)}
      onSend={(reason) =>
        propose.mutate({
          instrument: instrument as InstrumentId,
          clientId: client === ALL ? null : (client as ClientId),
          side: side === 'Both' ? null : side,
          until: null,
          reason,
        })
      }
    >
      <Field label="Instrument" hint="Such as BTC/USDT.">
        <TextInput
          data-autofocus=""
          value={instrument}
          onValueChange={(text) => setInstrument(text.toUpperCase())}
          maxLength={33}
        />
      </Field>
      <Field label="For">
        <Select
          options={[
            { value: ALL, label: 'Everybody' },
            ...clients.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          value={client}
          onValueChange={setClient}
        />
      </Field>
      <Field label="Side">
        <Select
          options={[
            { value: 'Both', label: 'Buy and sell' },
            { value: 'Buy', label: 'Buy' },
            { value: 'Sell', label: 'Sell' },
          ]}
          value={side}
          onValueChange={setSide}
        />
      </Field>
    </ReasonDialog>
  );
}
