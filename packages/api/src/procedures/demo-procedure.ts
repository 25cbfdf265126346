/** For what stands behind the shells while nobody can sign in: a demo, on its own machine. */
import type { Actor } from '@ultrathink/db';
import { Refusal } from '../errors.ts';
import { demoGate } from '../guard/gate.ts';
import { t } from '../trpc.ts';
import type { Permission } from './permissions.ts';

export function demoProcedure(permission: Permission) {
  return t.procedure.meta({ permission }).use(({ ctx, next }) => {
    switch (demoGate(ctx.services.deployment, ctx.peer)) {
      case 'NotHere':
        throw new Refusal('NotFound');
      case 'OtherMachine':
        throw new Refusal('Forbidden', 'This demo answers only the machine it runs on.');
      case 'Open': {
        const actor: Actor = { id: ctx.services.processId, scope: { kind: 'Firm' } };
        return next({ ctx: { ...ctx, actor } });
      }
    }
  });
}
