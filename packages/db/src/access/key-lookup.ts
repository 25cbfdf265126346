/**
 * The look at an API key that stands before a request it came with. As `app_identity`, which alone
 * compares hashes of secrets; nothing of it is kept between requests.
 */
import type { ApiKeyId, ClientOrganisation, Grant, KeyScope } from '@ultrathink/domain/access';
import type { ClientId, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { Database } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf, utcOrNull } from '../moments.ts';
import { findGrants } from './identity/sessions.ts';
import { organisationFrom } from './organisations.ts';

export interface FoundKey {
  readonly key: {
    readonly id: ApiKeyId;
    readonly organisation: ClientOrganisation;
    readonly scope: KeyScope;
    readonly from: UtcTime;
    readonly until: UtcTime;
  };
  readonly owner: PersonId;
  readonly lastUsedAt: UtcTime | null;
  /** In CIDR form. The key's own is never empty; an empty one of the others lets in from everywhere. */
  readonly allowLists: {
    readonly key: readonly string[];
    readonly person: readonly string[];
    readonly organisation: readonly string[];
  };
  /** Every grant of the owner. */
  readonly grants: readonly Grant[];
}

interface Row {
  readonly id: string;
  readonly organisation_id: string;
  readonly client_id: ClientId;
  readonly person_id: PersonId;
  readonly scope: KeyScope;
  readonly from: Date;
  readonly until: Date;
  readonly last_used_at: Date | null;
  readonly allows: string[];
  readonly person_allows: string[];
  readonly organisation_allows: string[];
}

/** Undefined for a hash that opens nothing: unknown, ended, out of its time, or of somebody barred. */
export async function findKeyBySecret(
  database: Database,
  secretHash: Uint8Array,
  at: UtcTime,
): Promise<FoundKey | undefined> {
  const [row] = await database.prisma.$queryRaw<Row[]>(Prisma.sql`
    select k.id, k.organisation_id, k.client_id, k.person_id, k.scope, k."from", k.until,
      k.last_used_at, k.allow_list::text[] as allows, p.allow_list::text[] as person_allows,
      o.allow_list::text[] as organisation_allows
    from access.api_key k
      join access.person p on p.id = k.person_id and p.state = 'Active'
      join access.organisation o on o.id = k.organisation_id
    where k.secret_hash = ${Buffer.from(secretHash)} and k.ended_at is null
      and k."from" <= ${at}::timestamptz and ${at}::timestamptz < k.until`);
  if (row === undefined) return undefined;
  const organisation = organisationFrom(row.organisation_id, row.client_id);
  if (organisation.kind !== 'Client') return undefined;
  const { scope, person_id: owner } = row;
  return {
    key: {
      id: row.id as ApiKeyId,
      organisation,
      scope,
      from: utcOf(row.from),
      until: utcOf(row.until),
    },
    owner,
    lastUsedAt: utcOrNull(row.last_used_at),
    allowLists: {
      key: row.allows,
      person: row.person_allows,
      organisation: row.organisation_allows,
    },
    grants: await findGrants(database, owner),
  };
}

/** Notes where a key was used from. Not through the door: no right changes by it. */
export async function touchApiKey(
  database: Database,
  id: ApiKeyId,
  { at, address }: { readonly at: UtcTime; readonly address: string },
): Promise<void> {
  await database.prisma.$executeRaw(Prisma.sql`
    update access.api_key set last_used_at = ${at}::timestamptz, last_used_ip = ${address}::inet
    where id = ${id}::uuid and ended_at is null
      and (last_used_at is null or last_used_at < ${at}::timestamptz)`);
}
