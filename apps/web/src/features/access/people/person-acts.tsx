'use client';

import type { GrantId } from '@ultrathink/domain/access';
import { useTRPC } from '@/trpc/client.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { useProposal } from '@/trpc/use-proposal.ts';
import { personName } from '../words.ts';
import type { Person } from './model.ts';

export type PersonAct =
  | { readonly kind: 'EndGrant'; readonly grantId: GrantId }
  | { readonly kind: 'FactorReset' | 'EndSessions' | 'Suspend' | 'ResendInvitation' | 'Erase' };

const WORDS = {
  EndGrant: {
    title: 'Take the role back',
    description: 'It ends at once. The next request of this person is judged without it.',
    act: 'Take it back',
    busyLabel: 'Taking it back',
  },
  FactorReset: {
    title: 'Propose a reset of second factors',
    description:
      'Once others agree, every factor and session of this person ends. They prove themselves anew and set up another.',
    act: 'Propose it',
    busyLabel: 'Proposing',
  },
  EndSessions: {
    title: 'End every session',
    description: 'Each browser of this person locks with its next request.',
    act: 'End them',
    busyLabel: 'Ending them',
  },
  Suspend: {
    title: 'Suspend this person',
    description: 'They can not sign in any more; sessions and API keys of theirs end at once.',
    act: 'Suspend',
    busyLabel: 'Suspending',
  },
  Erase: {
    title: 'Propose the erasure of personal data',
    description:
      'Once others agree the key of this person is destroyed: name and address are gone for good, also from what was sealed. Records that law asks to keep stay, without a name.',
    act: 'Propose it',
    busyLabel: 'Proposing',
  },
  ResendInvitation: {
    title: 'Send the link again',
    description: 'A new link goes out by e-mail; the one before stops working.',
    act: 'Send it',
    busyLabel: 'Sending',
  },
} as const;

/** What can be done to a person, each with its reason; the mutations share one dialog. */
export function PersonActDialog({
  act,
  person,
  onClose,
  onDone,
}: {
  readonly act: PersonAct;
  readonly person: Person;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const who = { name: 'Person', value: personName(person) };
  const done = {
    onDone: async () => {
      onClose();
      await onDone();
    },
  };
  const endGrant = useAct(trpc.access.endGrant, done);
  const reset = useProposal(trpc.access.proposeFactorReset, {
    onDone,
    shows: ({ reason }) => ({
      title: 'Propose a reset of second factors',
      facts: [who, { name: 'Reason', value: String(reason) }],
    }),
  });
  const endSessions = useAct(trpc.access.endAllSessions, done);
  const suspend = useAct(trpc.access.suspendPerson, done);
  const resend = useAct(trpc.access.resendInvitation, done);
  const erase = useProposal(trpc.access.proposeErasure, {
    onDone,
    shows: ({ reason }) => ({
      title: 'Propose the erasure of personal data',
      facts: [who, { name: 'Reason', value: String(reason) }],
    }),
  });
  const { id: personId } = person;
  const run = {
    EndGrant: {
      used: endGrant,
      send: (reason: string) =>
        act.kind === 'EndGrant' && endGrant.mutate({ grantId: act.grantId, reason }),
    },
    FactorReset: { used: reset, send: (reason: string) => reset.mutate({ personId, reason }) },
    EndSessions: {
      used: endSessions,
      send: (reason: string) => endSessions.mutate({ personId, reason }),
    },
    Suspend: { used: suspend, send: (reason: string) => suspend.mutate({ personId, reason }) },
    Erase: { used: erase, send: (reason: string) => erase.mutate({ personId, reason }) },
    ResendInvitation: { used: resend, send: () => resend.mutate({ personId }) },
  }[act.kind];
  return (
    <ReasonDialog
      open
      onClose={onClose}
      {...WORDS[act.kind]}
      isBusy={run.used.isPending}
      error={run.used.error}
      proposed={reset.proposed ?? erase.proposed}
      danger={act.kind !== 'ResendInvitation' && act.kind !== 'FactorReset'}
      needsReason={act.kind !== 'ResendInvitation'}
      onSend={(reason) => void run.send(reason)}
    />
  );
}
