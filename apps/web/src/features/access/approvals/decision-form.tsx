'use client';

import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/select.tsx';
import { TextArea } from '@/ui/text-input.tsx';
import { actTitle, personName } from '../words.ts';
import type { ProposalParts } from './model.ts';

/** Approve or refuse, with the reason and a fresh proof of who decides. */
export function DecisionForm({
  parts: { proposal },
  onDecided,
}: {
  readonly parts: ProposalParts;
  readonly onDecided: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const [first = ''] = proposal.canDecideFor;
  const [group, setGroup] = useState(first);
  const [reason, setReason] = useState('');
  const [said, setSaid] = useState<string | null>(null);
  const decide = useAct(trpc.approval.decide, {
    shows: ({ verdict, group: named, reason: why }) => ({
      title: `${verdict === 'Approve' ? 'Approve' : 'Refuse'}: ${actTitle(proposal.act, proposal.phrase)}`,
      facts: [
        { name: 'Proposed by', value: personName(proposal.proposer) },
        { name: 'Group', value: named },
        { name: 'Payload', value: `${proposal.payloadHash.slice(0, 16)}…` },
        { name: 'Reason', value: why },
      ],
    }),
    onDone: async ({ status, sentence }) => {
      setSaid(
        sentence ?? (status === 'Executed' ? 'Agreed, and carried out.' : 'Your decision is kept.'),
      );
      await onDecided();
    },
  });
  const send = (verdict: 'Approve' | 'Refuse') =>
    decide.mutate({
      proposalId: proposal.id,
      group: group === '' ? first : group,
      verdict,
      payloadHash: proposal.payloadHash,
      reason,
    });
  if (said !== null) {
    return (
      <p role="status" className="border-t pt-3">
        {said}
      </p>
    );
  }
  if (proposal.canDecideFor.length === 0) {
    return (
      <div className="border-t pt-3 text-ink-2">
        {proposal.whyNot ?? 'It is no longer open.'}
        {proposal.status === 'Approved' && <TryAgain proposal={proposal} onDecided={onDecided} />}
      </div>
    );
  }
  return (
    <form
      className="flex flex-col gap-4 border-t pt-3"
      onSubmit={(event) => event.preventDefault()}
    >
      {proposal.canDecideFor.length > 1 && (
        <Field label="In the name of">
          <Select
            options={proposal.canDecideFor.map((name) => ({ value: name, label: name }))}
            value={group}
            onValueChange={setGroup}
          />
        </Field>
      )}
      <Field label="Reason" hint="Kept in the audit trail with your decision.">
        <TextArea name="reason" value={reason} onValueChange={setReason} maxLength={2000} />
      </Field>
      <FailureLine error={decide.error} />
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          disabled={reason.trim() === ''}
          busy={decide.isPending}
          busyLabel="Deciding"
          onClick={() => send('Approve')}
        >
          Approve
        </Button>
        <Button
          variant="danger"
          disabled={reason.trim() === '' || decide.isPending}
          onClick={() => send('Refuse')}
        >
          Refuse
        </Button>
      </div>
    </form>
  );
}

/** Agreed, and not carried out: the world was another one, or something failed on the way. */
function TryAgain({
  proposal,
  onDecided,
}: {
  readonly proposal: ProposalParts['proposal'];
  readonly onDecided: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const execute = useAct(trpc.approval.execute, { onDone: onDecided });
  return (
    <div className="flex flex-col gap-2 pt-3">
      <FailureLine error={execute.error} />
      <div>
        <Button
          busy={execute.isPending}
          busyLabel="Carrying it out"
          onClick={() => execute.mutate({ proposalId: proposal.id })}
        >
          Carry it out
        </Button>
      </div>
    </div>
  );
}
