'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogClose, FloatFoot } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import { AllowListDialog } from './allow-list-dialog.tsx';
import type { OrganisationRow } from './people/model.ts';

const idOf = ({ id }: OrganisationRow) => id;

const columnsOf = (onList: (row: OrganisationRow) => void) =>
  defineColumns<OrganisationRow>([
    {
      id: 'name',
      header: 'Organisation',
      kind: 'text',
      width: 260,
      always: true,
      list: 'title',
      value: ({ name }) => name,
      cell: ({ name }) => <span className="font-medium">{name}</span>,
    },
    {
      id: 'kind',
      header: 'Kind',
      kind: 'text',
      width: 100,
      list: 'state',
      value: ({ kind }) => (kind === 'Firm' ? 'The firm' : 'Client'),
    },
    {
      id: 'people',
      header: 'People',
      kind: 'quantity',
      decimals: 0,
      width: 90,
      total: true,
      value: ({ people }) => String(people),
    },
    {
      id: 'from',
      header: 'Comes from',
      kind: 'text',
      width: 220,
      from: 800,
      list: 'detail',
      value: ({ allowList }) => (allowList.length === 0 ? 'Everywhere' : allowList.join(', ')),
    },
    {
      id: 'since',
      header: 'Since',
      kind: 'time',
      detail: 'date',
      width: 110,
      list: 'when',
      value: ({ createdAt }) => createdAt,
    },
    {
      id: 'act',
      header: 'Act',
      kind: 'actions',
      width: 130,
      cell: (row) => (
        <Button
          size="small"
          variant="quiet"
          aria-label={`Set networks: ${row.name}`}
          onClick={() => onList(row)}
        >
          Set networks
        </Button>
      ),
    },
  ]);

/** The firm and its clients, each a border of its own. */
export function OrganisationsPage() {
  const trpc = useTRPC();
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [listing, setListing] = useState<OrganisationRow | null>(null);
  const queryClient = useQueryClient();
  const found = useQuery(trpc.access.listOrganisations.queryOptions());
  const rows = found.data?.organisations ?? [];
  return (
    <>
      <PageHead
        title="Organisations"
        about="The firm and its clients. Nothing of one is seen by another, whatever anybody asks."
      >
        <Button variant="primary" onClick={() => setOpen(true)}>
          Register a client
        </Button>
      </PageHead>
      <div className="px-gutter pb-7">
        <DataTable<OrganisationRow>
          id="organisations"
          title="Organisations"
          summary={`${rows.length} organisations`}
          columns={columnsOf(setListing)}
          rows={rows}
          idOf={idOf}
          onOpen={({ id }) => router.push(`/operations/access?organisation=${id}`)}
          state={dataStateOf(found, 'The organisations could not be read.')}
          empty={{ sentence: 'No organisation is registered.' }}
          expectedRows={8}
        />
      </div>
      {listing !== null && (
        <AllowListDialog
          target={{ kind: 'Organisation', id: listing.id }}
          name={listing.name}
          networks={listing.allowList}
          onClose={() => setListing(null)}
          onProposed={() => queryClient.invalidateQueries(trpc.access.pathFilter())}
        />
      )}
      <RegisterDialog open={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

function RegisterDialog({
  open,
  onClose,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [lei, setLei] = useState('');
  const register = useAct(trpc.access.registerOrganisation, {
    onDone: async () => {
      setName('');
      setLei('');
      onClose();
      await queryClient.invalidateQueries(trpc.access.listOrganisations.queryFilter());
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      bar="Access"
      title="Register a client"
      description="An organisation of its own. Invite its first administrator afterwards."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          register.mutate({ name, lei: lei.trim() === '' ? null : lei.trim().toUpperCase() });
        }}
      >
        <Field label="Name">
          <TextInput
            data-autofocus=""
            name="name"
            value={name}
            onValueChange={setName}
            maxLength={200}
          />
        </Field>
        <Field label="LEI" optional hint="18 letters or digits and 2 digits (ISO 17442).">
          <TextInput name="lei" value={lei} onValueChange={setLei} maxLength={20} />
        </Field>
        <FailureLine error={register.error} />
        <FloatFoot>
          <DialogClose render={<Button variant="quiet">Leave it</Button>} />
          <Button
            type="submit"
            variant="primary"
            disabled={name.trim() === ''}
            busy={register.isPending}
            busyLabel="Registering"
          >
            Register
          </Button>
        </FloatFoot>
      </form>
    </Dialog>
  );
}
