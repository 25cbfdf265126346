'use client';

import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useProposal } from '@/trpc/use-proposal.ts';
import { Field } from '@/ui/field.tsx';
import { RadioGroup } from '@/ui/radio.tsx';
import { TextArea } from '@/ui/text-input.tsx';
import type { UnconfirmedRow } from './model.ts';
import { orderText, REQUEST_WORDS, venueName } from './words.ts';

type Outcome = 'NeverArrived' | 'Ended';

const OUTCOMES = [
  {
    value: 'NeverArrived',
    label: 'It never arrived',
    note: 'The venue never had the request, and it can’t come any more.',
  },
  {
    value: 'Ended',
    label: 'It has ended',
    note: 'The order works no more; what was filled stands.',
  },
] as const;

/** Says what became of a request that the venue will not tell; another person has to agree. */
export function OutcomeDialog({
  row,
  onProposed,
  onClose,
}: {
  readonly row: UnconfirmedRow;
  readonly onProposed: (proposalId: string) => void;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const [outcome, setOutcome] = useState<Outcome>('NeverArrived');
  const [evidence, setEvidence] = useState('');
  const propose = useProposal(trpc.trading.proposeOutcome, {
    shows: (wish) => ({
      title: `Propose an outcome: ${orderText(row)}`,
      facts: [
        { name: 'Outcome', value: wish.outcome === 'Ended' ? 'It has ended' : 'It never arrived' },
        { name: 'Known by', value: wish.evidence },
      ],
    }),
    onDone: ({ proposalId }) => onProposed(proposalId),
  });
  const { client } = row;
  return (
    <ReasonDialog
      open
      onClose={onClose}
      bar="Reconciliation"
      title={`What became of it: ${orderText(row)}`}
      description={`${venueName(row.venue)} has not answered for ${REQUEST_WORDS[row.request]}. Two people may say what happened; should the venue answer before, its answer stands.`}
      act="Propose it"
      busyLabel="Proposing"
      isBusy={propose.isPending}
      error={propose.error}
      proposed={propose.proposed}
      canSend={evidence.trim().length >= 10}
      onSend={(reason) => {
        const { clOrdId, request } = row;
        propose.mutate({ clientId: client, clOrdId, request, outcome, evidence, reason });
      }}
    >
      <RadioGroup<Outcome>
        label="What became of it"
        options={OUTCOMES}
        value={outcome}
        onValueChange={setOutcome}
      />
      {row.held !== null && (
        <p className="text-ink-2">
          Releases {row.held.amount} {row.held.asset} that it holds now.
        </p>
      )}
      <Field
        label="How it is known"
        hint="At least ten characters: a statement, a ticket of the venue. The engine keeps it."
      >
        <TextArea
          name="evidence"
          value={evidence}
          onValueChange={setEvidence}
          maxLength={500}
          rows={2}
        />
      </Field>
    </ReasonDialog>
  );
}
