'use client';

import { useTRPC } from '@/trpc/client.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useProposal } from '@/trpc/use-proposal.ts';
import type { Standing } from './model.ts';
import { GRADE_WORDS } from './words.ts';

type Stopped = Pick<Standing, 'key' | 'clientId' | 'grade'>;

/** Proposes that trading go on: by the stop that stands, and by no worse one. */
export function ResumeDialog({
  stopped,
  name,
  onClose,
}: {
  readonly stopped: Stopped;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const { key, clientId, grade } = stopped;
  const ends = grade ?? 'REDUCING';
  const propose = useProposal(trpc.risk.proposeResume, {
    shows: ({ reason }) => ({
      title: `Propose that trading resume: ${name}`,
      facts: [
        { name: 'Ends', value: GRADE_WORDS[ends].name },
        { name: 'Reason', value: reason },
      ],
    }),
  });
  return (
    <ReasonDialog
      open
      onClose={onClose}
      bar="Risk"
      title={`Let trading go on: ${name}`}
      description={`Ends "${GRADE_WORDS[ends].name}". Another person has to agree; should the stop become a worse one until then, it stays.`}
      act="Propose it"
      busyLabel="Proposing"
      isBusy={propose.isPending}
      error={propose.error}
      proposed={propose.proposed}
      canSend={grade !== null}
      onSend={(reason) => propose.mutate({ key, clientId, ends, reason })}
    />
  );
}
