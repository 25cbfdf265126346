/** The review of access: who can do what, since when, by whose grant, and when it was last used. */

import type { Tx } from '@ultrathink/db';
import { read } from '@ultrathink/db';
import {
  listGrants,
  listPeople,
  listUses,
  type PermissionUseNote,
  type StoredGrant,
  type StoredPerson,
} from '@ultrathink/db/access';
import { holds, type OrganisationId, roleConflicts } from '@ultrathink/domain/access';
import { msBetween, type UtcTime, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import type { Services } from '../context.ts';
import { query } from '../procedures/query.ts';
import { resourceOfOrganisation } from './look-up.ts';
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
    const which = resource.kind === 'Firm' ? 'All' : resource.organisation.id;
    const rows = await read(database, actor, (tx) => rowsOf(tx, ctx.services, which, at));
    return { at, rows };
  });

async function rowsOf(
  tx: Tx,
  services: Services,
  which: OrganisationId | 'All',
  at: UtcTime,
): Promise<Row[]> {
  const people = new Map((await listPeople(tx, which, at)).map((one) => [one.id, one]));
  const grants = (await listGrants(tx, which)).filter(
    ({ grant }) => grant.until === null || grant.until > at,
  );
  const grantsOf = Map.groupBy(grants, ({ grant }) => grant.person);
  const usesOf = Map.groupBy(await listUses(tx, which), ({ person }) => person);
  const names = await readNames(tx, services, peopleOf(grants));
  return grants.flatMap((stored) => {
    const { person: id } = stored.grant;
    const person = people.get(id);
    if (person === undefined) return [];
    const theirs = { grants: grantsOf.get(id) ?? [], uses: usesOf.get(id) ?? [] };
    return [rowOf({ stored, person, ...theirs, names, at })];
  });
}

interface RowParts {
  readonly stored: StoredGrant;
  readonly person: StoredPerson;
  /** Of this person. */
  readonly grants: readonly StoredGrant[];
  readonly uses: readonly PermissionUseNote[];
  readonly names: Names;
  readonly at: UtcTime;
}

function rowOf({ stored, person, grants, uses, names, at }: RowParts): Row {
  const { grant } = stored;
  const used = uses
    .filter((use) => holds(grant.role, use.permission))
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
    organisationName: person.organisationName,
    lastUsedAt,
    lastSignInAt: person.lastSignInAt,
    flags,
  };
}
