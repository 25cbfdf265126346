/** The permission table and the separation of duties, as they hold: the page shows these rows. */
import {
  ALL_PERMISSIONS,
  CONFLICTING_ACTS,
  CONFLICTING_ROLES,
  type Permission,
  ROLE_SPECS,
  ROLES,
  permissionMatrix as rows,
} from '@ultrathink/domain/access';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { organisationResource } from './look-up.ts';
import { roleSchema } from './schemas.ts';

export const permissionSchema = z.custom<Permission>(
  (value) => ALL_PERMISSIONS.some((permission) => permission === value),
  'Not a permission.',
);

export const permissionMatrix = query('access.readPermissions')
  .output(
    z.strictObject({
      permissions: z.array(
        z.strictObject({
          permission: permissionSchema,
          context: z.string(),
          /** Completes "your role can't ...". */
          phrase: z.string(),
          kind: z.enum(['Read', 'Write']),
          on: z.array(z.enum(['Firm', 'Organisation', 'Client', 'Self'])),
          roles: z.array(roleSchema),
          stepUp: z.boolean(),
          key: z.enum(['Read', 'Trade']).nullable(),
        }),
      ),
      roles: z.array(
        z.strictObject({
          role: roleSchema,
          kind: z.enum(['Firm', 'Client']),
          title: z.string(),
          plural: z.string(),
          does: z.string(),
          reach: z.enum(['OwnClient', 'NoClients', 'AssignedClients', 'AllClients']),
        }),
      ),
      /** Roles that no person has at once. */
      conflictingRoles: z.array(
        z.strictObject({
          name: z.string(),
          one: z.array(roleSchema),
          other: z.array(roleSchema),
          why: z.string(),
        }),
      ),
      /** Acts of which who did the one leaves the other to somebody else. */
      conflictingActs: z.array(
        z.strictObject({
          name: z.string(),
          earlier: z.array(permissionSchema),
          later: z.array(permissionSchema),
          same: z.enum(['Subject', 'Client']),
          forMs: z.number().nullable(),
          why: z.string(),
        }),
      ),
    }),
  )
  .query(async ({ ctx }) => {
    await ctx.authorise('access.readPermissions', organisationResource(ctx.caller.organisation));
    return {
      permissions: rows().map((row) => ({ ...row, on: [...row.on], roles: [...row.roles] })),
      roles: ROLES.map((role) => {
        const { kind, title, plural, does, reach } = ROLE_SPECS[role];
        return { role, kind, title, plural, does, reach };
      }),
      conflictingRoles: CONFLICTING_ROLES.map(({ one, other, ...pair }) => ({
        ...pair,
        one: [...one],
        other: [...other],
      })),
      conflictingActs: CONFLICTING_ACTS.map(({ earlier, later, ...pair }) => ({
        ...pair,
        earlier: [...earlier],
        later: [...later],
      })),
    };
  });
