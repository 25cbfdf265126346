'use client';

import { type DefaultError, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AgreeingGroup } from './approval-path.tsx';
import { useTRPC } from './client.ts';
import type { Shown } from './interruptions.ts';
import { type ActOptions, type Keyed, type Procedure, useAct } from './use-act.ts';

/** What every procedure that proposes answers. */
export interface Proposed {
  readonly proposalId: string;
  /** The title of the rule that governs it. */
  readonly rule: string;
  readonly groups: readonly AgreeingGroup[];
  readonly expiresAt: string;
}

/** What was proposed, as its proof showed it, and what was answered. */
export interface Proposal {
  readonly answer: Proposed;
  readonly shown: Shown;
}

type Options<Input, Output> = ActOptions<Input, Output> &
  Required<Pick<ActOptions<Input, Output>, 'shows'>>;

/**
 * An act whose answer is a proposal. `proposed` is what its dialog stays open to say: null until it was
 * made, and once it was left. Lists and counts of proposals are read again.
 */
export function useProposal<Input extends Keyed, Output extends Proposed, Failure = DefaultError>(
  procedure: Procedure<Input, Output, Failure>,
  { shows, onDone }: Options<Input, Output>,
) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [proposed, setProposed] = useState<Proposal | null>(null);
  const { mutate, isPending, error } = useAct(procedure, {
    shows,
    onDone: async (answer, input) => {
      setProposed({ answer, shown: shows(input) });
      void queries.invalidateQueries(trpc.approval.pathFilter());
      await onDone?.(answer, input);
    },
  });
  return { mutate, isPending, error, proposed, leave: () => setProposed(null) };
}
