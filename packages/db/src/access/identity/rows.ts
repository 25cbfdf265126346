/** Rows of access as one JSON value, and what they are to the domain. */
import type { Grant, GrantId, Organisation, OrganisationId, Role } from '@ultrathink/domain/access';
import type { ClientId, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import { Prisma } from '../../generated/client.ts';

/** As `organisationJson` has it. */
export interface StoredOrganisation {
  readonly id: OrganisationId;
  readonly kind: string;
  readonly client: ClientId | null;
}

/** As `grantsJson` has it. */
export interface StoredGrant {
  readonly id: GrantId;
  readonly person: PersonId;
  readonly organisation: StoredOrganisation;
  readonly role: string;
  readonly isAllClients: boolean;
  readonly clients: readonly ClientId[];
  readonly from: UtcTime;
  readonly until: UtcTime | null;
  readonly grantedBy: PersonId | null;
  readonly reason: string | null;
}

/** A timestamp as the one text form of UtcTime. */
export function utc(column: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

export const organisationJson = (alias: string) => {
  const o = Prisma.raw(alias);
  return Prisma.sql`jsonb_build_object('id', ${o}.id, 'kind', ${o}.kind, 'client', ${o}.client_id)`;
};

/** All grants of the person `p` as one JSON value. One that was ended ends then, whatever it said before. */
export const grantsJson = Prisma.sql`
  (select jsonb_agg(jsonb_build_object('id', g.id, 'person', g.person_id,
      'organisation', ${organisationJson('o')}, 'role', g.role, 'isAllClients', g.is_all_clients,
      'clients', to_jsonb(g.clients), 'from', ${utc(Prisma.sql`g."from"`)},
      'until', ${utc(Prisma.sql`least(g.until, g.ended_at)`)}, 'grantedBy', g.granted_by,
      'reason', g.reason) order by g.id)
    from access.role_grant g join access.organisation o on o.id = g.organisation_id
    where g.person_id = p.id)`;

export function organisationOf({ id, kind, client }: StoredOrganisation): Organisation {
  return kind === 'Client' && client !== null ? { kind, id, client } : { kind: 'Firm', id };
}

/** A row as the domain has grants. What doesn't fit together is for `isInForce` to refuse. */
export function grantOf(row: StoredGrant): Grant {
  const { organisation, isAllClients, clients, role, grantedBy, reason, ...rest } = row;
  const base = {
    ...rest,
    role: role as Role,
    organisation: organisationOf(organisation),
    grantedBy: grantedBy ?? 'Installation',
    ...(reason !== null && { reason }),
  };
  const isClients = organisation.kind === 'Client';
  return (isClients ? base : { ...base, clients: isAllClients ? 'All' : clients }) as Grant;
}
