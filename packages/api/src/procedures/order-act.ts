/**
 * For whoever is signed in: asks the engine to do something for a client, within one named permission.
 * It goes through the engine's door and not the people's: the engine checks the key, decides, seals its
 * events in the transaction of its journal, and answers once that is durable.
 */
import type { Permission, ResourceOf } from '@ultrathink/domain/access';
import type { CommandBody } from '@ultrathink/domain/engine';
import { type IdempotencyKey, idSchema } from '@ultrathink/domain/kernel';
import type { z } from 'zod';
import { type AnswerTo, commandEngine } from '../engine/ask-engine.ts';
import { t } from '../trpc.ts';
import type { ActContext } from './act-context.ts';
import { requirePermission } from './authorise.ts';
import { requireCaller } from './query.ts';

/** Names the intent, so that sending it twice does it once. */
const key = { idempotencyKey: idSchema<IdempotencyKey>() };

interface Asked<R, Input, Body extends CommandBody, Output> {
  /** Whose it is, looked up: whoever may not see it is told NotFound. */
  readonly resource: (ctx: ActContext, input: Input) => Promise<R>;
  readonly body: (input: Input, resource: R) => Body;
  readonly answer: (answer: AnswerTo<Body['name']>) => Output;
}

export function orderAct<P extends Permission>(permission: P) {
  const base = t.procedure.meta({ permission, kind: 'act' }).use(async ({ ctx, next }) => {
    const caller = await requireCaller(ctx);
    const { person, access, session } = caller;
    return next({ ctx: { ...ctx, caller, person, access, session } });
  });
  return {
    input: <S extends z.ZodObject>(input: S) => ({
      output: <O extends z.ZodType>(output: O) => ({
        ask: <Body extends CommandBody, R extends ResourceOf<P>>(
          asked: Asked<R, z.output<S>, Body, z.input<O>>,
        ) =>
          base
            .input(input.extend(key) as unknown as z.ZodType<Keyed<S>, Keyed<S>>)
            .output(output)
            .mutation(async ({ ctx, input: given }) => {
              const { idempotencyKey, ...rest } = given as Keyed<S>;
              const wanted = rest as z.output<S>;
              const resource = await asked.resource(ctx, wanted);
              requirePermission(ctx, ctx.caller, permission, resource);
              const answer = await commandEngine(ctx, idempotencyKey, asked.body(wanted, resource));
              return asked.answer(answer) as never;
            }),
      }),
    }),
  };
}

type Keyed<S extends z.ZodObject> = z.output<S> & { readonly idempotencyKey: IdempotencyKey };
