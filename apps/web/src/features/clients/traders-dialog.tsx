'use client';

import { useQuery } from '@tanstack/react-query';
import type { PersonId } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { ApprovalPath } from '@/trpc/approval-path.tsx';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useProposal } from '@/trpc/use-proposal.ts';
import { Checkbox } from '@/ui/checkbox.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import type { Account, ClientTerms } from './model.ts';

/** Proposes who may trade one account: all of them, those who already may among them. */
export function TradersDialog({
  client,
  account,
  onClose,
}: {
  readonly client: Pick<ClientTerms, 'id' | 'name'>;
  readonly account: Account;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const now = account.traders[0]?.traders ?? [];
  const [chosen, setChosen] = useState<readonly string[]>(now.map(({ id }) => id));
  const found = useQuery(trpc.clients.listTraderCandidates.queryOptions({ clientId: client.id }));
  const candidates = found.data?.people ?? [];
  // Who may trade now stays to be seen, whatever became of the role.
  const people = [
    ...candidates,
    ...now
      .filter(({ id }) => !candidates.some((one) => one.id === id))
      .map((person) => ({ ...person, isOfClient: false })),
  ];
  const nameOf = (id: string) => people.find((one) => one.id === id)?.name ?? 'somebody';
  const before = now.map(({ id }) => id);
  const added = chosen.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !chosen.includes(id));
  const listed = (ids: readonly string[]) => ids.map(nameOf).join(', ') || 'nobody';
  const propose = useProposal(trpc.clients.proposeTraders, {
    shows: ({ reason }) => ({
      title: `Propose who may trade: ${client.name}, ${account.name}`,
      facts: [
        { name: 'May from then on', value: listed(added) },
        { name: 'May no more', value: listed(removed) },
        { name: 'Reason', value: reason },
      ],
    }),
  });
  return (
    <ReasonDialog
      open
      onClose={onClose}
      bar="Clients"
      title={`Who may trade ${account.name}`}
      description="All of them: who is left out may not trade it any more. Others have to agree; who is added may not be among them."
      act="Propose it"
      busyLabel="Proposing"
      isBusy={propose.isPending}
      error={propose.error}
      proposed={propose.proposed}
      canSend={added.length + removed.length > 0}
      onSend={(reason) =>
        propose.mutate({
          clientId: client.id,
          accountId: account.id,
          traders: chosen as readonly string[] as PersonId[],
          reason,
        })
      }
    >
      <FailureLine error={found.error} />
      {found.data === undefined && found.error === null ? (
        <Skeleton className="h-24 w-full" />
      ) : (
        <fieldset className="flex max-h-72 flex-col gap-1.5 overflow-y-auto">
          <legend className="sr-only">People</legend>
          {people.map(({ id, name, isOfClient }) => (
            <Checkbox
              key={id}
              checked={chosen.includes(id)}
              onCheckedChange={(isOn) =>
                setChosen((all) => (isOn ? [...all, id] : all.filter((one) => one !== id)))
              }
              note={isOfClient ? `of ${client.name}` : 'of the firm'}
            >
              {name ?? 'somebody'}
            </Checkbox>
          ))}
        </fieldset>
      )}
      <p className="text-ink-2">
        {added.length + removed.length === 0
          ? 'Nothing would change yet.'
          : `May from then on: ${listed(added)}. May no more: ${listed(removed)}.`}
      </p>
      <ApprovalPath act="clients.proposeTraders" clientId={client.id} />
    </ReasonDialog>
  );
}
