'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { toldError } from '@/trpc/told-error.ts';
import { useProposal } from '@/trpc/use-proposal.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { TextInput } from '@/ui/text-input.tsx';

interface HouseRow {
  readonly id: string;
  readonly name: string;
  readonly openedAt: string;
  readonly holds: string;
}

const columns = defineColumns<HouseRow>([
  { id: 'name', kind: 'text', header: 'Account', value: ({ name }) => name },
  { id: 'holds', kind: 'text', header: 'Balance', value: ({ holds }) => holds },
  {
    id: 'opened',
    kind: 'time',
    header: 'Opened',
    detail: 'day-and-minute',
    value: ({ openedAt }) => openedAt,
  },
]);

/** Accounts of the house, with what they hold: as a rule nothing, for a block is its clients'. */
export function HouseAccounts() {
  const trpc = useTRPC();
  const mayRead = useMay('trading.readBlocks');
  const { data, error } = useQuery(
    trpc.trading.listHouseAccounts.queryOptions(undefined, { enabled: mayRead }),
  );
  const mayPropose = useMay('trading.proposeHouseAccount');
  const [isProposing, setProposing] = useState(false);
  const rows = (data?.accounts ?? []).map(
    ({ id, name, openedAt, holdings }): HouseRow => ({
      id,
      name,
      openedAt,
      holds:
        holdings.length === 0
          ? 'Nothing'
          : holdings.map(({ asset, balance }) => `${balance} ${asset}`).join(', '),
    }),
  );
  if (!mayRead) return null;
  return (
    <section aria-label="Accounts of the house" className="px-gutter pb-7">
      <SectionHeading
        title="Accounts of the house"
        about="Blocks are worked in their names. Opening one takes two people."
      />
      {error !== null && <p className="text-danger">{toldError(error).sentence}</p>}
      {data !== undefined && rows.length === 0 && (
        <p className="py-2 text-ink-2">None is open yet.</p>
      )}
      {rows.length > 0 && (
        <PlainTable
          title="Accounts of the house"
          columns={columns}
          rows={rows}
          idOf={({ id }) => id}
        />
      )}
      {mayPropose && (
        <div className="pt-2">
          <Button onClick={() => setProposing(true)}>Propose an account</Button>
        </div>
      )}
      {isProposing && <ProposeAccount onClose={() => setProposing(false)} />}
    </section>
  );
}

function ProposeAccount({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const [name, setName] = useState('');
  const propose = useProposal(trpc.trading.proposeHouseAccount, {
    shows: (wish) => ({
      title: 'Propose an account of the house',
      facts: [{ name: 'Name', value: wish.name }],
    }),
  });
  return (
    <ReasonDialog
      open
      onClose={onClose}
      bar="Blocks"
      title="Propose an account of the house"
      description="Another person has to agree. It holds nothing of its own: what is traded in its name is divided among clients."
      act="Propose it"
      busyLabel="Proposing"
      isBusy={propose.isPending}
      error={propose.error}
      proposed={propose.proposed}
      canSend={name.trim() !== ''}
      onSend={(reason) => propose.mutate({ name: name.trim(), reason })}
    >
      <Field label="Name">
        <TextInput name="name" value={name} onValueChange={setName} maxLength={100} />
      </Field>
    </ReasonDialog>
  );
}
