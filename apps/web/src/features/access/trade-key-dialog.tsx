'use client';

import { useQuery } from '@tanstack/react-query';
import type { PersonId } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useProposal } from '@/trpc/use-proposal.ts';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/select.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import { KEY_DAYS, networksIn, personName } from './words.ts';

/** Proposes a key that trades for one of the organisation's traders, who claims it once agreed. */
export function TradeKeyDialog({
  onClose,
  onProposed,
}: {
  readonly onClose: () => void;
  readonly onProposed: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const [owner, setOwner] = useState<PersonId | null>(null);
  const [name, setName] = useState('');
  const [networks, setNetworks] = useState('');
  const [days, setDays] = useState<(typeof KEY_DAYS)[number]>('90');
  const people = useQuery(trpc.access.listPeople.queryOptions({}));
  const traders = (people.data?.people ?? []).filter(
    ({ state, roles }) => state === 'Active' && roles.some(({ role }) => role === 'ClientTrader'),
  );
  const list = networksIn(networks);
  const ownerName = traders.find(({ id }) => id === owner);
  const propose = useProposal(trpc.access.proposeTradeKey, {
    shows: (input) => ({
      title: `Propose the API key ${input.name}`,
      facts: [
        { name: 'May', value: 'trade' },
        { name: 'Owner', value: ownerName === undefined ? '' : personName(ownerName) },
        { name: 'Comes from', value: input.networks.join(', ') },
        { name: 'Ends after', value: `${input.days} days` },
      ],
    }),
    onDone: onProposed,
  });
  const send = (reason: string) => {
    if (owner === null) return;
    propose.mutate({ ownerId: owner, name, networks: list, days: Number(days), reason });
  };
  return (
    <ReasonDialog
      open
      onClose={onClose}
      title="Propose a key that trades"
      description="Others decide. Once they agree its owner gives it a secret, which only the owner’s browser ever sees."
      act="Propose it"
      busyLabel="Proposing"
      isBusy={propose.isPending}
      error={propose.error}
      proposed={propose.proposed}
      canSend={owner !== null && name.trim() !== '' && list.length > 0}
      onSend={send}
    >
      <Field
        label="Owner"
        hint={
          people.data !== undefined && traders.length === 0
            ? 'Nobody here is a client trader yet.'
            : 'The key may do what its owner may do, and no more.'
        }
      >
        <Select
          options={traders.map((one) => ({ value: one.id, label: personName(one) }))}
          value={owner}
          onValueChange={setOwner}
        />
      </Field>
      <Field label="Name">
        <TextInput name="name" value={name} onValueChange={setName} maxLength={100} />
      </Field>
      <Field label="Comes from" hint="Addresses or networks; a key that trades is bound to them.">
        <TextInput name="networks" value={networks} onValueChange={setNetworks} />
      </Field>
      <Field label="Ends after">
        <Select
          options={KEY_DAYS.map((one) => ({ value: one, label: `${one} days` }))}
          value={days}
          onValueChange={setDays}
        />
      </Field>
    </ReasonDialog>
  );
}
