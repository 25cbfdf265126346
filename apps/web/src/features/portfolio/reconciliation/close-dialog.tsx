'use client';

import type { AccountId } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useProposal } from '@/trpc/use-proposal.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import { Field } from '@/ui/field.tsx';
import { RadioGroup } from '@/ui/radio.tsx';
import { Select } from '@/ui/select.tsx';
import { TextArea } from '@/ui/text-input.tsx';
import { Quantity } from '@/ui/value.tsx';
import type { BreakRow } from './model.ts';
import { kindMeans, kindName, venueName } from './words.ts';

type How = 'Entry' | 'Nothing';

/** Closes a break by a journal entry, or because it explained itself; another person has to agree. */
export function CloseDialog({
  row,
  onProposed,
  onClose,
}: {
  readonly row: BreakRow;
  readonly onProposed: (proposalId: string) => void;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const { clients } = useScopes();
  const { proposed } = row;
  const [how, setHow] = useState<How>(proposed === null ? 'Nothing' : 'Entry');
  const [account, setAccount] = useState('');
  const [explanation, setExplanation] = useState('');
  const accounts = clients
    .filter(({ id }) => row.clientId === null || id === row.clientId)
    .flatMap(({ id: client, name, accounts: own }) =>
      own.map((one) => ({ client, value: one.id as string, label: `${name}, ${one.name}` })),
    );
  const chosen = accounts.find(({ value }) => value === account);
  const propose = useProposal(trpc.trading.proposeBreakClosure, {
    shows: ({ posting, explanation: told }) => ({
      title: `Close a break: ${kindName(row.kind)}, ${row.subject}`,
      facts: [
        {
          name: 'Books',
          value:
            posting === null
              ? 'nothing'
              : `${posting.money.amount} ${posting.money.asset} to ${chosen?.label ?? ''}`,
        },
        { name: 'Explained by', value: told },
      ],
    }),
    onDone: ({ proposalId }) => onProposed(proposalId),
  });
  const needsAccount = how === 'Entry' && chosen === undefined;
  return (
    <ReasonDialog
      open
      onClose={onClose}
      bar="Reconciliation"
      title={`Close the break: ${kindName(row.kind)}`}
      description={`${kindMeans(row.kind)} ${venueName(row.venue)}, ${row.subject}. Another person has to agree; then the entry is booked and the account compared again.`}
      act="Propose it"
      busyLabel="Proposing"
      isBusy={propose.isPending}
      error={propose.error}
      proposed={propose.proposed}
      canSend={!needsAccount && explanation.trim().length >= 10}
      onSend={(reason) => {
        const posting =
          how === 'Nothing' || proposed === null
            ? null
            : { account: account as AccountId, money: proposed as never };
        const clientId = posting === null ? row.clientId : (chosen?.client ?? null);
        propose.mutate({ clientId, breakId: row.id as never, posting, explanation, reason });
      }}
    >
      <HowField how={how} proposed={proposed} onChange={setHow} />
      {how === 'Entry' && (
        <Field label="To the account">
          <Select
            options={accounts.map(({ value, label }) => ({ value, label }))}
            value={account === '' ? null : account}
            onValueChange={setAccount}
          />
        </Field>
      )}
      <Field
        label="What it was"
        hint="At least ten characters. The engine keeps it with the entry."
      >
        <TextArea
          name="explanation"
          value={explanation}
          onValueChange={setExplanation}
          maxLength={500}
          rows={2}
        />
      </Field>
    </ReasonDialog>
  );
}

function HowField({
  how,
  proposed,
  onChange,
}: {
  readonly how: How;
  readonly proposed: BreakRow['proposed'];
  readonly onChange: (how: How) => void;
}) {
  return (
    <RadioGroup<How>
      label="How it is closed"
      options={[
        {
          value: 'Entry',
          label: 'By a journal entry',
          disabled: proposed === null,
          note:
            proposed === null ? (
              'This kind of break has no entry that would mend it.'
            ) : (
              <>
                <Quantity value={proposed.amount} /> {proposed.asset} from the venue’s suspense to
                an account.
              </>
            ),
        },
        { value: 'Nothing', label: 'It explained itself', note: 'Nothing is booked.' },
      ]}
      value={how}
      onValueChange={onChange}
    />
  );
}
