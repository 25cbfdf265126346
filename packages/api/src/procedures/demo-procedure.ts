/** For what only a demo has, and only on its own machine: people to sign in as, mails to look at. */
import { Refusal } from '../errors.ts';
import { demoGate } from '../guard/gate.ts';
import { t } from '../trpc.ts';

const gated = t.procedure.use(({ ctx, next }) => {
  switch (demoGate(ctx.services.deployment, ctx.peer)) {
    case 'NotHere':
      throw new Refusal('NotFound');
    case 'OtherMachine':
      throw new Refusal('Forbidden', 'This demo answers only the machine it runs on.');
    case 'Open':
      return next();
  }
});

export const demoProcedure = gated.meta({ permission: 'demo', kind: 'query' });

/** Done to what the demo stands on, and not to what it keeps: nothing of it is sealed. */
export const demoAct = gated.meta({ permission: 'demo', kind: 'act' });
