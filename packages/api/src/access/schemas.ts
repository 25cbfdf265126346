/** Shapes that several answers and inputs of access share. */
import type { StoredGrant } from '@ultrathink/db/access';
import {
  type ApiKeyId,
  type GrantId,
  MAX_REASON_CHARS,
  type Organisation,
  type OrganisationId,
  type ProposalId,
  plainTextSchema,
  ROLES,
} from '@ultrathink/domain/access';
import {
  type ClientId,
  idSchema,
  type PersonId,
  type SessionId,
  type UtcTime,
  utcTimeSchema,
} from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { type Names, personRefSchema, refOf } from './names.ts';

export const personId = idSchema<PersonId>();
export const organisationId = idSchema<OrganisationId>();
export const grantId = idSchema<GrantId>();
export const sessionId = idSchema<SessionId>();
export const apiKeyId = idSchema<ApiKeyId>();
export const proposalId = idSchema<ProposalId>();
export const clientId = idSchema<ClientId>();
export const roleSchema = z.enum(ROLES);
export const reasonSchema = plainTextSchema(MAX_REASON_CHARS).min(1);

export const organisationSchema = z.strictObject({
  id: organisationId,
  kind: z.enum(['Firm', 'Client']),
  clientId: clientId.nullable(),
});

export function organisationOut({
  id,
  ...organisation
}: Organisation): z.input<typeof organisationSchema> {
  const client = organisation.kind === 'Client' ? organisation.client : null;
  return { id, kind: organisation.kind, clientId: client };
}

export const stateSchema = z.enum(['Invited', 'Active', 'Suspended', 'Erased']);

export const grantSchema = z.strictObject({
  id: grantId,
  person: personRefSchema,
  organisation: organisationSchema,
  role: roleSchema,
  /** Null where the role's reach needs no list. */
  clients: z.union([z.literal('All'), z.array(clientId)]).nullable(),
  from: utcTimeSchema,
  /** The earlier of its term and the moment it was taken back; null while it has no end. */
  until: utcTimeSchema.nullable(),
  state: z.enum(['InForce', 'Ended', 'NotYet']),
  /** Null: made at installation. */
  grantedBy: personRefSchema.nullable(),
  proposalId: proposalId.nullable(),
  reason: z.string().nullable(),
  endedWhy: z.string().nullable(),
});

export function grantOut(
  { grant, proposal, reason, ended }: StoredGrant,
  names: Names,
  at: UtcTime,
): z.input<typeof grantSchema> {
  return {
    id: grant.id,
    person: refOf(names, grant.person),
    organisation: organisationOut(grant.organisation),
    role: grant.role,
    clients: clientsOf(grant),
    from: grant.from,
    until: grant.until,
    state: stateAt(grant, at),
    grantedBy: grant.grantedBy === 'Installation' ? null : refOf(names, grant.grantedBy),
    proposalId: proposal,
    reason,
    endedWhy: ended?.why ?? null,
  };
}

function clientsOf(grant: StoredGrant['grant']): 'All' | ClientId[] | null {
  if (!('clients' in grant)) return null;
  return grant.clients === 'All' ? 'All' : [...grant.clients];
}

function stateAt(
  { from, until }: StoredGrant['grant'],
  at: UtcTime,
): 'InForce' | 'Ended' | 'NotYet' {
  if (until !== null && until <= at) return 'Ended';
  return from <= at ? 'InForce' : 'NotYet';
}

/** Everybody a grant names, so that their names can be read. */
export function peopleOf(grants: readonly StoredGrant[]): PersonId[] {
  return grants.flatMap(({ grant }) =>
    grant.grantedBy === 'Installation' ? [grant.person] : [grant.person, grant.grantedBy],
  );
}
