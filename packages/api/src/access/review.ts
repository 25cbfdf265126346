/** The review of access: who can do what, since when, by whose grant, and when it was last used. */

import type { Tx } from '@ultrathink/db';
import { read } from '@ultrathink/db';
import {
  findOrganisation,
  listGrants,
  listOrganisations,
  listPeople,
  listUses,
  type PermissionUseNote,
  type StoredGrant,
  type StoredPerson,
} from '@ultrathink/db/access';
import { holds, roleConflicts } from '@ultrathink/domain/access';
import { msBetween, type UtcTime, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import type { Services } from '../context.ts';
import { query } from '../procedures/query.ts';
import { organisationResource, resourceOfOrganisation } from './look-up.ts';
import { type Names, readNames } from './names.ts';
import { grantOut, grantSchema, organisationId, peopleOf, stateSchema } from './schemas.ts';

const DAY_MS = 24 * 60 * 60_000;
/** A right that was not used for so long is taken back, or somebody says why not. */
const UNUSED_DAYS = 90;
const EXPIRING_DAYS = 14;

const FLAGS = ['Unused', 'Expiring', 'Conflict', 'NeverSignedIn', 'Suspended'] as const;

const rowSchema = grantSchema.extend({
  email: z.string().nullable(),
  personState: stateSchema,
  organisationName: z.string(),
  /** When something only this role of the person's permits was last used; to the hour. */
  lastUsedAt: utcTimeSchema.nullable(),
  lastSignInAt: utcTimeSchema.nullable(),
  flags: z.array(z.enum(FLAGS)),
});
type Row = z.input<typeof rowSchema>;

export const review = query('access.review')
  .input(
    z.strictObject({
      /** Absent: the caller's own; null: every organisation, for who administers them all. */
      organisationId: organisationId.nullable().optional(),
    }),
  )
  .output(z.strictObject({ at: utcTimeSchema, rows: z.array(rowSchema) }))
  .query(async ({ ctx, input }) => {
    const at = ctx.services.clock.now();
    const isAll = input.organisationId === null;
    const resource = isAll
      ? ({ kind: 'Firm' } as const)
      : await resourceOfOrganisation(ctx, input.organisationId ?? undefined);
    const { database, actor } = await ctx.authorise('access.review', resource);
    return read(database, actor, async (tx) => {
      const organisations =
        resource.kind === 'Firm'
          ? await listOrganisations(tx)
          : [
              await findOrganisation(
                tx,
                organisationResource(resource.organisation).organisation.id,
              ),
            ];
      const rows: Row[] = [];
      for (const found of organisations) {
        if (found === undefined) continue;
        rows.push(...(await rowsOf(tx, ctx.services, found, at)));
      }
      return { at, rows };
    });
  });

async function rowsOf(
  tx: Tx,
  services: Services,
  { organisation, name }: { organisation: StoredPerson['organisation']; name: string },
  at: UtcTime,
): Promise<Row[]> {
  const people = new Map((await listPeople(tx, organisation.id, at)).map((one) => [one.id, one]));
  const grants = (await listGrants(tx, organisation.id)).filter(
    ({ grant }) => grant.until === null || grant.until > at,
  );
  const uses = await listUses(tx, organisation.id);
  const names = await readNames(tx, services, peopleOf(grants));
  return grants.flatMap((stored) => {
    const person = people.get(stored.grant.person);
    if (person === undefined) return [];
    return [rowOf({ stored, person, grants, uses, names, organisationName: name, at })];
  });
}

interface RowParts {
  readonly stored: StoredGrant;
  readonly person: StoredPerson;
  readonly grants: readonly StoredGrant[];
  readonly uses: readonly PermissionUseNote[];
  readonly names: Names;
  readonly organisationName: string;
  readonly at: UtcTime;
}

function rowOf({ stored, person, grants, uses, names, organisationName, at }: RowParts): Row {
  const { grant } = stored;
  const used = uses
    .filter((use) => use.person === person.id && holds(grant.role, use.permission))
    .map((use) => use.lastUsedAt)
    .sort();
  const lastUsedAt = used.at(-1) ?? null;
  const others = grants.map((other) => other.grant).filter(({ id }) => id !== grant.id);
  const flags: Row['flags'] = [];
  const idleSince = lastUsedAt ?? grant.from;
  if (msBetween(idleSince, at) >= UNUSED_DAYS * DAY_MS) flags.push('Unused');
  if (grant.until !== null && msBetween(at, grant.until) < EXPIRING_DAYS * DAY_MS) {
    flags.push('Expiring');
  }
  if (roleConflicts(grant, others).length > 0) flags.push('Conflict');
  if (person.lastSignInAt === null) flags.push('NeverSignedIn');
  if (person.state === 'Suspended') flags.push('Suspended');
  return {
    ...grantOut(stored, names, at),
    email: names.get(person.id)?.email ?? null,
    personState: person.state,
    organisationName,
    lastUsedAt,
    lastSignInAt: person.lastSignInAt,
    flags,
  };
}
