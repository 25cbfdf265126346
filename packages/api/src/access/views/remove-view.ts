/** Removes a view of one's own; whom it was shared with loses it, too. */
import { removeTableView } from '@ultrathink/db/identity';
import { err, ok } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { act } from '../../procedures/act.ts';
import { tableName, viewId } from './schemas.ts';

export const removeView = act('self.keepViews')
  .input(z.strictObject({ table: tableName, id: viewId }))
  .output(z.strictObject({}))
  .change({
    resource: ({ person }) => ({ kind: 'Self', person }),
    subject: ({ table, id }) => `${table}:${id}`,
    run: async ({ ctx, input: { table, id }, tx }) => {
      const organisation = ctx.caller.organisation.id;
      if (!(await removeTableView(tx, { owner: ctx.person, organisation, table, id }))) {
        return err(new Refusal('NotFound'));
      }
      const subject = { kind: 'TableView', id: `${table}:${id}` };
      return ok({ answer: {}, events: [{ action: 'self.removeView', subject }] });
    },
  });
