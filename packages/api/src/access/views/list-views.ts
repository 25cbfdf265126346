/** Views of one table: one's own, and those that colleagues share with a role one has. */
import { listTableViews } from '@ultrathink/db/identity';
import type { PersonId } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { asIdentity } from '../../auth/as-identity.ts';
import { query } from '../../procedures/query.ts';
import { readNames } from '../names.ts';
import { MOST_SEEN, sharedWith, tableName, viewAddress, viewId } from './schemas.ts';

const output = z.strictObject({
  views: z
    .array(
      z.strictObject({
        /** Of a shared one together with whose it is. */
        id: z.string(),
        name: z.string(),
        address: viewAddress,
        sharedWith,
        /** Null: one's own. */
        sharedBy: z.string().nullable(),
      }),
    )
    .max(MOST_SEEN),
});

export const listViews = query('self.readViews')
  .input(z.strictObject({ table: tableName }))
  .output(output)
  .query(async ({ ctx: { services, caller, person, requirePermission }, input: { table } }) => {
    requirePermission('self.readViews', { kind: 'Self', person });
    const { id: organisation } = caller.organisation;
    return asIdentity(services, person, async (tx) => {
      const rows = await listTableViews(tx, { organisation, table }, MOST_SEEN);
      const others = rows.map(({ owner }) => owner).filter((owner) => owner !== person);
      const names = await readNames(tx, services, [...new Set<PersonId>(others)]);
      return {
        views: rows.map(({ owner, id, name, address, sharedWith: roles }) => ({
          id: owner === person ? viewId.parse(id) : `${id}~${owner.slice(-12)}`,
          name,
          address: viewAddress.parse(address),
          sharedWith: [...roles],
          sharedBy: owner === person ? null : (names.get(owner)?.name ?? 'a colleague'),
        })),
      };
    });
  });
