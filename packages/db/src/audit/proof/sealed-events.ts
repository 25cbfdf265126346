/** The events and the heads of their chains, as the proof reads them. Roles `jobs` and `auditor` see all. */
import type { ChainHead, SealedEvent } from '@ultrathink/domain/audit';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';

/** Every chain there is, with what its writer last sealed, in the order of their names. */
export async function readHeads(tx: Tx): Promise<ChainHead[]> {
  const rows = await tx.$queryRaw<{ chain: string; sequence: bigint; hash: Uint8Array }[]>(
    Prisma.sql`select chain, sequence, hash from audit.chain_head order by chain collate "C"`,
  );
  return rows.map(({ chain, sequence, hash }) => ({ chain, sequence: Number(sequence), hash }));
}

interface EventRow {
  readonly sequence: bigint;
  readonly previous_hash: Uint8Array;
  readonly hash: Uint8Array;
  readonly body: Uint8Array;
}

export interface ChainRange {
  readonly chain: string;
  /** Included. */
  readonly from: number;
  /** Included; none for whatever there is. */
  readonly to?: number;
  readonly most: number;
}

/** The events of a chain from `from` on, at most so many, in order. */
export async function readSealed(tx: Tx, range: ChainRange): Promise<SealedEvent[]> {
  const rows = await tx.$queryRaw<EventRow[]>(Prisma.sql`
    select sequence, previous_hash, hash, body ${fromRange(range)}`);
  return rows.map((row) => sealedOf(range.chain, row));
}

export interface StoredEvent extends SealedEvent {
  /** Whether the columns that are searched say what was sealed. */
  readonly columnsFit: boolean;
}

/** The same, with a look at the columns beside the sealed bytes. */
export async function readStored(tx: Tx, range: ChainRange): Promise<StoredEvent[]> {
  const rows = await tx.$queryRaw<StoredRow[]>(Prisma.sql`
    select sequence, previous_hash, hash, body, at, id::text, client_id::text, actor::text, action,
      subject_kind, subject_id, correlation_id::text, command_id::text ${fromRange(range)}`);
  return rows.map((row) => ({ ...sealedOf(range.chain, row), columnsFit: doColumnsFit(row) }));
}

const fromRange = ({ chain, from, to, most }: ChainRange): Prisma.Sql => Prisma.sql`
  from audit.event where chain = ${chain} and sequence >= ${BigInt(from)}
    and sequence <= ${BigInt(to ?? Number.MAX_SAFE_INTEGER)} order by sequence limit ${most}`;

function sealedOf(chain: string, row: EventRow): SealedEvent {
  const { previous_hash: previousHash, hash, body } = row;
  return { chain, sequence: Number(row.sequence), previousHash, hash, body };
}

interface StoredRow extends EventRow {
  readonly at: Date;
  readonly id: string;
  readonly client_id: string | null;
  readonly actor: string;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly correlation_id: string;
  readonly command_id: string;
}

interface SealedBody {
  readonly at?: unknown;
  readonly id?: unknown;
  readonly clientId?: unknown;
  readonly actor?: { readonly id?: unknown };
  readonly action?: unknown;
  readonly subject?: { readonly kind?: unknown; readonly id?: unknown };
  readonly correlationId?: unknown;
  readonly commandId?: unknown;
}

function doColumnsFit(row: StoredRow): boolean {
  let body: SealedBody | null;
  try {
    body = JSON.parse(Buffer.from(row.body).toString());
  } catch {
    return false;
  }
  return (
    body !== null &&
    Date.parse(String(body.at)) === row.at.getTime() &&
    body.id === row.id &&
    (body.clientId ?? null) === row.client_id &&
    body.actor?.id === row.actor &&
    body.action === row.action &&
    body.subject?.kind === row.subject_kind &&
    body.subject?.id === row.subject_id &&
    body.correlationId === row.correlation_id &&
    body.commandId === row.command_id
  );
}
