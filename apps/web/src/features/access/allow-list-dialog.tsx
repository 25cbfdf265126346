'use client';

import type { OrganisationId } from '@ultrathink/domain/access';
import type { PersonId } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useProposal } from '@/trpc/use-proposal.ts';
import { Field } from '@/ui/field.tsx';
import { TextArea } from '@/ui/text-input.tsx';
import { networksIn } from './words.ts';

export type AllowListTarget =
  | { readonly kind: 'Organisation'; readonly id: OrganisationId }
  | { readonly kind: 'Person'; readonly id: PersonId };

/** Proposes where an organisation's people, or one person, may come from. */
export function AllowListDialog({
  target,
  name,
  networks,
  onClose,
  onProposed,
}: {
  readonly target: AllowListTarget;
  readonly name: string;
  /** In force now. */
  readonly networks: readonly string[];
  readonly onClose: () => void;
  readonly onProposed: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const [text, setText] = useState(networks.join('\n'));
  const list = networksIn(text);
  const propose = useProposal(trpc.access.proposeAllowList, {
    shows: (input) => ({
      title: `Propose where ${name} may come from`,
      facts: [
        { name: 'Networks', value: input.networks.join(', ') || 'everywhere' },
        { name: 'Reason', value: input.reason },
      ],
    }),
    onDone: onProposed,
  });
  return (
    <ReasonDialog
      open
      onClose={onClose}
      title={`Where ${name} may come from`}
      description="Others decide. Until then the list in force stays. A list that would shut you out is refused."
      act="Propose it"
      busyLabel="Proposing"
      isBusy={propose.isPending}
      error={propose.error}
      proposed={propose.proposed}
      canSend={list.join() !== networks.join()}
      onSend={(reason) => propose.mutate({ target, networks: list, reason })}
    >
      <Field
        label="Networks"
        optional
        hint="One a line, such as 203.0.113.7 or 198.51.100.0/24. None: from everywhere."
      >
        <TextArea name="networks" value={text} onValueChange={setText} maxLength={4_000} />
      </Field>
    </ReasonDialog>
  );
}
