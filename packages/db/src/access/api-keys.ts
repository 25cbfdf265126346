/** Clients' API keys. The hash of a key is written and never read here: sign-in alone compares it. */
import type { ApiKeyId, KeyScope, OrganisationId, ProposalId } from '@ultrathink/domain/access';
import type { ClientId, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf, utcOrNull } from '../moments.ts';

export interface StoredApiKey {
  readonly id: ApiKeyId;
  readonly organisation: OrganisationId;
  readonly client: ClientId;
  /** Whose rights it has, at most. */
  readonly owner: PersonId;
  readonly name: string;
  readonly scope: KeyScope;
  /** Its first signs; null until its owner has given it a secret. */
  readonly hint: string | null;
  readonly claimedAt: UtcTime | null;
  readonly networks: readonly string[];
  readonly from: UtcTime;
  readonly until: UtcTime;
  readonly lastUsedAt: UtcTime | null;
  readonly lastUsedIp: string | null;
  readonly proposal: ProposalId | null;
  readonly endedAt: UtcTime | null;
  readonly endedBy: PersonId | null;
}

interface Row {
  readonly id: string;
  readonly organisation_id: string;
  readonly client_id: string;
  readonly person_id: string;
  readonly name: string;
  readonly scope: string;
  readonly hint: string | null;
  readonly claimed_at: Date | null;
  readonly networks: string[];
  readonly from: Date;
  readonly until: Date;
  readonly last_used_at: Date | null;
  readonly last_used_ip: string | null;
  readonly proposal_id: string | null;
  readonly ended_at: Date | null;
  readonly ended_by: string | null;
}

const COLUMNS = Prisma.sql`k.id, k.organisation_id, k.client_id, k.person_id, k.name, k.scope, k.hint,
  k.claimed_at, k.allow_list::text[] as networks, k."from", k.until, k.last_used_at,
  host(k.last_used_ip) as last_used_ip, k.proposal_id, k.ended_at, k.ended_by`;

/** Newest first; at most 1,000. */
export async function listApiKeys(tx: Tx, organisation: OrganisationId): Promise<StoredApiKey[]> {
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`select ${COLUMNS} from access.api_key k
    where k.organisation_id = ${organisation}::uuid order by k.id desc limit 1000`);
  return rows.map(fromRow);
}

export async function findApiKey(tx: Tx, id: ApiKeyId): Promise<StoredApiKey | undefined> {
  const [row] = await tx.$queryRaw<Row[]>(
    Prisma.sql`select ${COLUMNS} from access.api_key k where k.id = ${id}::uuid`,
  );
  return row && fromRow(row);
}

export interface NewApiKey {
  readonly id: ApiKeyId;
  readonly organisation: OrganisationId;
  readonly client: ClientId;
  readonly owner: PersonId;
  readonly name: string;
  readonly scope: KeyScope;
  readonly networks: readonly string[];
  readonly from: UtcTime;
  readonly until: UtcTime;
  readonly proposal: ProposalId | null;
  /** Null: approved, and waiting for its owner. */
  readonly secret: ApiKeySecret | null;
}

export interface ApiKeySecret {
  /** SHA-256 of the key as text. */
  readonly hash: Uint8Array;
  readonly hint: string;
}

/** False when another key has this very secret. */
export async function insertApiKey(tx: Tx, key: NewApiKey): Promise<boolean> {
  const { secret } = key;
  const inserted = await tx.$executeRaw(Prisma.sql`insert into access.api_key
    (id, organisation_id, client_id, person_id, name, scope, secret_hash, hint, claimed_at,
      allow_list, "from", until, proposal_id)
    values (${key.id}::uuid, ${key.organisation}::uuid, ${key.client}::uuid, ${key.owner}::uuid,
      ${key.name}, ${key.scope}, ${secret === null ? null : Buffer.from(secret.hash)}::bytea,
      ${secret?.hint ?? null}, ${secret === null ? null : key.from}::timestamptz,
      ${[...key.networks]}::text[]::inet[], ${key.from}::timestamptz, ${key.until}::timestamptz,
      ${key.proposal}::uuid)
    on conflict do nothing`);
  return inserted === 1;
}

/** The owner gives an approved key its secret, once. False when it has one, has ended or expired. */
export async function claimApiKey(
  tx: Tx,
  claim: {
    readonly id: ApiKeyId;
    readonly owner: PersonId;
    readonly secret: ApiKeySecret;
    readonly at: UtcTime;
  },
): Promise<boolean> {
  const { id, owner, secret, at } = claim;
  const claimed = await tx.$executeRaw(Prisma.sql`update access.api_key
    set secret_hash = ${Buffer.from(secret.hash)}, hint = ${secret.hint}, claimed_at = ${at}::timestamptz
    where id = ${id}::uuid and person_id = ${owner}::uuid and claimed_at is null
      and ended_at is null and until > ${at}::timestamptz`);
  return claimed === 1;
}

/** False when it has ended already. */
export async function endApiKey(
  tx: Tx,
  { id, by, at }: { readonly id: ApiKeyId; readonly by: PersonId; readonly at: UtcTime },
): Promise<boolean> {
  const ended = await tx.$executeRaw(Prisma.sql`update access.api_key
    set ended_at = ${at}::timestamptz, ended_by = ${by}::uuid
    where id = ${id}::uuid and ended_at is null`);
  return ended === 1;
}

/** Ends every key of a person; answers which. */
export async function endApiKeysOf(
  tx: Tx,
  owner: PersonId,
  { by, at }: { readonly by: PersonId; readonly at: UtcTime },
): Promise<ApiKeyId[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`update access.api_key
    set ended_at = ${at}::timestamptz, ended_by = ${by}::uuid
    where person_id = ${owner}::uuid and ended_at is null returning id`);
  return rows.map(({ id }) => id as ApiKeyId);
}

function fromRow(row: Row): StoredApiKey {
  return {
    id: row.id as ApiKeyId,
    organisation: row.organisation_id as OrganisationId,
    client: row.client_id as ClientId,
    owner: row.person_id as PersonId,
    name: row.name,
    scope: row.scope as KeyScope,
    hint: row.hint,
    claimedAt: utcOrNull(row.claimed_at),
    networks: row.networks,
    from: utcOf(row.from),
    until: utcOf(row.until),
    lastUsedAt: utcOrNull(row.last_used_at),
    lastUsedIp: row.last_used_ip,
    proposal: row.proposal_id as ProposalId | null,
    endedAt: utcOrNull(row.ended_at),
    endedBy: row.ended_by as PersonId | null,
  };
}
