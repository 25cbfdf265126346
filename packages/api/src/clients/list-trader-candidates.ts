/** Who could trade an account of a client: people of the firm and the client's own whose role lets them. */
import { read } from '@ultrathink/db';
import { listGrants, listPeople } from '@ultrathink/db/access';
import { holds, isInForce } from '@ultrathink/domain/access';
import { z } from 'zod';
import { personRefSchema, readNames, refOf } from '../access/names.ts';
import { clientId } from '../access/schemas.ts';
import { query } from '../procedures/query.ts';

const MOST = 2_000;

const output = z.strictObject({
  /** By name; those that the caller may see. */
  people: z.array(personRefSchema.extend({ isOfClient: z.boolean() })).max(MOST),
});

export const listTraderCandidates = query('clients.list')
  .input(z.strictObject({ clientId }))
  .output(output)
  .query(async ({ ctx, input }) => {
    const { clientId: client } = input;
    const { database, actor } = await ctx.authorise('clients.list', { kind: 'Firm' });
    const at = ctx.services.clock.now();
    return read(database, actor, async (tx) => {
      const grants = await listGrants(tx, 'All');
      const trading = new Set(
        grants
          .filter(
            ({ grant }) =>
              isInForce(grant, grant.person, at) && holds(grant.role, 'trading.placeOrder'),
          )
          .map(({ grant }) => grant.person),
      );
      const people = (await listPeople(tx, 'All', at)).filter(
        ({ id, state, organisation }) =>
          state === 'Active' &&
          trading.has(id) &&
          (organisation.kind === 'Firm' || organisation.client === client),
      );
      const names = await readNames(
        tx,
        ctx.services,
        people.map(({ id }) => id),
      );
      const told = people.slice(0, MOST).map(({ id, organisation }) => {
        return { ...refOf(names, id), isOfClient: organisation.kind === 'Client' };
      });
      return { people: told.toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1)) };
    });
  });
