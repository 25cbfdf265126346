'use client';

import {
  type DefaultError,
  type UseMutationOptions,
  type UseMutationResult,
  useMutation,
} from '@tanstack/react-query';
import type { IdempotencyKey } from '@ultrathink/domain/kernel';
import { useRef } from 'react';
import { SHOWS } from './interrupt-link.ts';
import type { Shown } from './interruptions.ts';
import { newKey } from './new-key.ts';
import { toldError } from './told-error.ts';

export type Keyed = { readonly idempotencyKey?: IdempotencyKey | undefined };
type Given<Input> = Omit<Input, 'idempotencyKey'>;

/** A procedure as `useTRPC` gives it: `trpc.access.invitePerson`. */
export interface Procedure<Input, Output, Failure = DefaultError> {
  readonly mutationOptions: (options: {
    readonly trpc: { readonly context: Record<string, unknown> };
  }) => UseMutationOptions<Output, Failure, Input, unknown>;
}

export interface ActOptions<Input, Output> {
  /** What is shown where the act needs a proof; without it the permission's own words are. */
  readonly shows?: (input: Given<Input>) => Shown;
  readonly onDone?: (answer: Output, input: Given<Input>) => void | Promise<void>;
}

/** Outcomes nobody knows: the same intent is sent again under the same key. */
const UNKNOWN: ReadonlySet<string> = new Set(['OutcomeUnknown', 'DatabaseAway', 'Fault']);

/**
 * A mutation that goes through the people's door. It names its intent with a key of its own, asks for
 * a proof where one is needed, shows exactly what is proven, and sends the same act again with it.
 *
 *     const invite = useAct(trpc.access.invitePerson, { shows: ({ email }) => ({ ... }) });
 *     invite.mutate({ email, role });
 */
export function useAct<Input extends Keyed, Output, Failure = DefaultError>(
  procedure: Procedure<Input, Output, Failure>,
  { shows, onDone }: ActOptions<Input, Output> = {},
): UseMutationResult<Output, Failure, Given<Input>> {
  const intent = useRef<{ readonly text: string; readonly key: IdempotencyKey } | null>(null);
  const context = shows === undefined ? {} : { [SHOWS]: shows };
  const { mutationFn } = procedure.mutationOptions({ trpc: { context } });
  return useMutation<Output, Failure, Given<Input>>({
    mutationFn: async (input, functionContext) => {
      if (mutationFn === undefined) throw new Error('This procedure changes nothing.');
      const text = JSON.stringify(input);
      const key = intent.current?.text === text ? intent.current.key : newKey();
      intent.current = { text, key };
      const given = { ...input, idempotencyKey: key } as unknown as Input;
      try {
        const answer = await mutationFn(given, functionContext);
        intent.current = null;
        return answer;
      } catch (error) {
        if (!UNKNOWN.has(toldError(error).code)) intent.current = null;
        throw error;
      }
    },
    ...(onDone && { onSuccess: (answer, input) => onDone(answer, input) }),
  });
}
