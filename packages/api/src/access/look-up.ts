/**
 * Whose something is. Every id of an input is looked up here, within what the caller's own tenant
 * shows, before it is asked whether the caller may: what is not there and what is another's are the
 * same answer.
 */
import { read, type Scope, type Tx } from '@ultrathink/db';
import {
  findApiKey,
  findGrant,
  findOrganisation,
  findPerson,
  findProposal,
  findSeenSession,
} from '@ultrathink/db/access';
import type {
  ApiKeyId,
  GrantId,
  Organisation,
  OrganisationId,
  ProposalId,
  Resource,
} from '@ultrathink/domain/access';
import type { PersonId, SessionId } from '@ultrathink/domain/kernel';
import type { Caller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';

export type OrganisationResource = Extract<Resource, { readonly kind: 'Organisation' }>;

/** What a look-up needs of a request. */
export type Asking = Pick<Context, 'services'> & { readonly caller: Caller };

/** @throws {Refusal} NotFound for what is not there, or not in the caller's tenant. */
export async function lookUp<T>(
  { services, caller }: Asking,
  work: (tx: Tx) => Promise<T | undefined>,
): Promise<T> {
  const { organisation } = caller;
  const isClient = organisation.kind === 'Client';
  const scope: Scope = isClient
    ? { kind: 'Client', clientId: organisation.client }
    : { kind: 'Access' };
  const database = await (isClient ? services.clientDatabase() : services.staffDatabase());
  const found = await read(database, { id: caller.person, scope }, work);
  if (found === undefined) throw new Refusal('NotFound');
  return found;
}

export function organisationResource(organisation: Organisation): OrganisationResource {
  return { kind: 'Organisation', organisation };
}

/** The organisation named; without a name that of the caller. */
export async function resourceOfOrganisation(
  asking: Asking,
  id: OrganisationId | undefined,
): Promise<OrganisationResource> {
  if (id === undefined || id === asking.caller.organisation.id) {
    return organisationResource(asking.caller.organisation);
  }
  const { organisation } = await lookUp(asking, (tx) => findOrganisation(tx, id));
  return organisationResource(organisation);
}

export async function resourceOfPerson(
  asking: Asking,
  id: PersonId,
): Promise<OrganisationResource> {
  const at = asking.services.clock.now();
  const { organisation } = await lookUp(asking, (tx) => findPerson(tx, id, at));
  return organisationResource(organisation);
}

export async function resourceOfGrant(asking: Asking, id: GrantId): Promise<OrganisationResource> {
  const { grant } = await lookUp(asking, (tx) => findGrant(tx, id));
  return organisationResource(grant.organisation);
}

export async function resourceOfSession(
  asking: Asking,
  id: SessionId,
): Promise<OrganisationResource> {
  const { person } = await lookUp(asking, (tx) => findSeenSession(tx, id));
  return resourceOfPerson(asking, person);
}

export async function resourceOfApiKey(
  asking: Asking,
  id: ApiKeyId,
): Promise<OrganisationResource> {
  const { owner } = await lookUp(asking, (tx) => findApiKey(tx, id));
  return resourceOfPerson(asking, owner);
}

/** What a proposal is about, as its row has it: the same value its terms were sealed with. */
export type ProposalResource = Exclude<Resource, { readonly kind: 'Self' }>;

export async function resourceOfProposal(
  asking: Asking,
  id: ProposalId,
): Promise<ProposalResource> {
  const { approval } = await lookUp(asking, (tx) => findProposal(tx, id));
  const { resource } = approval.proposal;
  if (resource.kind === 'Self') throw new Refusal('NotFound');
  return resource;
}
