/** Proposes what each regulatory category may trade, and with how much leverage. */
import { categoryRulesPayload } from '@ultrathink/domain/engine/controls';
import { z } from 'zod';
import { reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { act } from '../procedures/act.ts';

export const proposeCategoryRules = act('compliance.proposeCategoryRules')
  .input(z.strictObject({ ...categoryRulesPayload.shape, reason: reasonSchema }))
  .output(openedSchema)
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: () => 'categories',
    run: ({ ctx, input: { reason, ...payload }, resource, tx, at }) => {
      const subject = 'categories';
      const asked = { act: 'compliance.proposeCategoryRules', resource, subject } as const;
      return open({ ctx, tx, at, ...asked, payload, reason });
    },
  });
