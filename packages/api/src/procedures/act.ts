/**
 * For whoever is signed in: changes something, within one named permission, through the people's
 * door. So there is no act without its event, none twice under one key, and none without a fresh
 * proof where the permission's row wants one: the proof is used up in the transaction of the act.
 */
import type { DoorRefusal, Tx } from '@ultrathink/db';
import { type Changed, write } from '@ultrathink/db';
import {
  type Action,
  clientOf,
  type PERMISSIONS,
  type Permission,
  permissionSpec,
  type ResourceOf,
  type UsedStepUp,
} from '@ultrathink/domain/access';
import {
  type ClientId,
  err,
  type IdempotencyKey,
  idSchema,
  type Result,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { codeOfFailure, Refusal } from '../errors.ts';
import { t } from '../trpc.ts';
import type { ActContext } from './act-context.ts';
import { authorise } from './authorise.ts';
import { requireCaller } from './query.ts';
import { demandStepUp, exactAct, proofOf, useProof } from './step-up.ts';

export type { ActContext } from './act-context.ts';

/** The proof the act came with; null where its permission wants none. */
type ProofOf<P extends Permission> = (typeof PERMISSIONS)[P]['stepUp'] extends true
  ? UsedStepUp
  : null;

export interface Change<P extends Permission, Input, Output, Prepared> {
  /** What the act is about. Read what it takes; whoever may not see it is told NotFound. */
  readonly resource: (ctx: ActContext, input: Input) => ResourceOf<P> | Promise<ResourceOf<P>>;
  /** Which one exactly, as text: part of what a proof is bound to. */
  readonly subject: (input: Input) => string;
  /** What a proof is bound to, where the input alone does not say it: a decision names its terms. */
  readonly proves?: (ctx: ActContext, input: Input) => Promise<Action>;
  /** Slow work that is no database's: hashing, for one. Done before the transaction begins. */
  readonly prepare?: (ctx: ActContext, input: Input) => Promise<Prepared>;
  /**
   * What is kept of the input, as a hash beside the act and its proof: where it holds a secret,
   * something that binds to it and tells nothing of it.
   */
  readonly remembers?: (ctx: ActContext, input: Input) => unknown;
  /** What the caller is told that is kept nowhere: a secret shown once, another cookie. */
  readonly after?: (given: {
    readonly ctx: ActContext;
    readonly prepared: Prepared;
    readonly answer: Output;
    /** The answer of an earlier call: nothing was done now, and nothing prepared was used. */
    readonly isRepeated: boolean;
  }) => Promise<Output>;
  readonly run: (given: {
    readonly ctx: ActContext;
    readonly input: Input;
    readonly resource: ResourceOf<P>;
    readonly tx: Tx;
    readonly at: UtcTime;
    readonly prepared: Prepared;
    readonly stepUp: ProofOf<P>;
  }) => Promise<Result<Changed<Output>, Refusal>>;
}

/** Names the intent, so that sending it twice does it once. */
const key = { idempotencyKey: idSchema<IdempotencyKey>() };

/** An input of nothing is an object that may hold nothing, and then not even the key. */
type Keyed<T> = (T extends Record<string, never> ? unknown : T) & {
  readonly idempotencyKey: IdempotencyKey;
};

/** Said by hand, because what `extend` makes of a shape that is not known yet is any object at all. */
function keyed<S extends z.ZodObject>(input: S) {
  return input.extend(key) as unknown as z.ZodType<Keyed<z.output<S>>, Keyed<z.input<S>>>;
}

export function act<P extends Permission>(permission: P) {
  const base = t.procedure.meta({ permission, kind: 'act' }).use(async ({ ctx, next }) => {
    const caller = await requireCaller(ctx);
    const { person, access, session } = caller;
    return next({ ctx: { ...ctx, caller, person, access, session } });
  });
  return {
    input: <S extends z.ZodObject>(input: S) => ({
      output: <O extends z.ZodType>(output: O) => ({
        change: <Prepared = undefined>(change: Change<P, z.output<S>, z.input<O>, Prepared>) =>
          base
            .input(keyed(input))
            .output(output)
            .mutation(async ({ ctx, input: given }) => {
              const { idempotencyKey, ...rest } = given as { idempotencyKey: IdempotencyKey };
              return perform(permission, ctx, change, rest as z.output<S>, idempotencyKey);
            }),
      }),
    }),
  };
}

async function perform<P extends Permission, Input, Output, Prepared>(
  permission: P,
  ctx: ActContext,
  change: Change<P, Input, Output, Prepared>,
  input: Input,
  idempotencyKey: IdempotencyKey,
): Promise<never> {
  const { session, caller } = ctx;
  const resource = await change.resource(ctx, input);
  const { actor, door } = await authorise(ctx, caller, permission, resource);
  const remembered = change.remembers?.(ctx, input) ?? input;
  const exact = exactAct(
    ctx.services,
    (await change.proves?.(ctx, input)) ?? {
      permission,
      resource,
      subject: change.subject(input),
      input: remembered,
    },
  );
  const needsProof = permissionSpec(permission).stepUp;
  const proof = needsProof ? await proofOf(ctx, exact) : null;
  const prepared = (await change.prepare?.(ctx, input)) as Prepared;
  const clientId = clientOf(resource) ?? ownClient(caller);
  const written = await write(
    door,
    {
      actor,
      ...(clientId !== undefined && { clientId }),
      idempotencyKey,
      correlationId: ctx.correlationId,
      kind: permission,
      input: remembered,
      ...(session !== null && { sessionId: session.id }),
      ...(caller.access.key !== null && { apiKeyId: caller.access.key.id }),
    },
    async (tx, at): Promise<Result<Changed<Output>, Refusal | 'StepUpNeeded'>> => {
      const stepUp = needsProof ? await useProof(tx, ctx, exact, proof, at) : null;
      if (needsProof && stepUp === null) return err('StepUpNeeded');
      return change.run({ ctx, input, resource, tx, at, prepared, stepUp: stepUp as ProofOf<P> });
    },
  );
  if (written.ok) {
    const { answer, isRepeated } = written.value;
    return ((await change.after?.({ ctx, prepared, answer, isRepeated })) ?? answer) as never;
  }
  const { error } = written;
  if (error.code === 'Refused') {
    if (error.refusal === 'StepUpNeeded') throw await demandStepUp(ctx, exact);
    throw error.refusal;
  }
  throw refusalOfWrite(error);
}

/** A client's own people always act for their client; of staff, what they do to themselves is the firm's. */
function ownClient({ organisation }: Caller): ClientId | undefined {
  return organisation.kind === 'Client' ? organisation.client : undefined;
}

type WriteRefusal = Exclude<DoorRefusal<unknown>, { readonly code: 'Refused' }>;

/** What a caller is told when the door itself said no. */
export function refusalOfWrite(refusal: WriteRefusal): Refusal {
  switch (refusal.code) {
    case 'KeyReused':
      return new Refusal(
        'Conflict',
        'This was sent before with other contents. Nothing was done; send it as a new act.',
        refusal,
      );
    case 'NotTheirs':
      return new Refusal('NotFound', undefined, refusal);
    case 'KeyOutOfTime':
      return new Refusal(
        'InvalidInput',
        'This was made too long ago, or the clock it was made by is wrong. Nothing was done.',
        refusal,
      );
    case 'InputNotCanonical':
      return new Refusal('InvalidInput', undefined, refusal);
    case 'Failed':
      return new Refusal(codeOfFailure(refusal.failure), undefined, refusal.failure);
  }
}
