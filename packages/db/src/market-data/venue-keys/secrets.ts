/** The secrets of keys. Role `engine`: no other may read here. */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { SealKeyId, VenueKeyId } from '@ultrathink/domain/market-data';
import type { WrappedKey } from '@ultrathink/domain/operations';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';

export interface Envelope {
  readonly bytes: Uint8Array;
  /** Counts how often it was sealed again; part of what it is bound to. */
  readonly version: number;
  readonly wrappedKey: WrappedKey;
}

export type StoredSecret =
  | { readonly kind: 'Sealed'; readonly sealKey: SealKeyId; readonly sealed: Uint8Array }
  | { readonly kind: 'Kept'; readonly envelope: Envelope }
  | { readonly kind: 'Destroyed' };

interface Row {
  readonly seal_key_id: string;
  readonly sealed: Uint8Array | null;
  readonly envelope: Uint8Array | null;
  readonly version: number;
  readonly wrapped_key: Uint8Array | null;
  readonly provider: string | null;
  readonly master_key: string | null;
}

export async function readVenueSecret(tx: Tx, key: VenueKeyId): Promise<StoredSecret> {
  const [row] = await tx.$queryRaw<Row[]>(Prisma.sql`
    select seal_key_id, sealed, envelope, version, wrapped_key, provider, master_key
    from market_data.venue_key_secret where key_id = ${key}::uuid`);
  if (row === undefined) return { kind: 'Destroyed' };
  const { sealed, envelope, version, wrapped_key: bytes, provider, master_key: masterKey } = row;
  if (sealed !== null) return { kind: 'Sealed', sealKey: row.seal_key_id as SealKeyId, sealed };
  if (envelope === null || bytes === null || provider === null || masterKey === null) {
    return { kind: 'Destroyed' };
  }
  return {
    kind: 'Kept',
    envelope: { bytes: envelope, version, wrappedKey: { provider, masterKey, bytes } },
  };
}

/** Takes the place of what the browser sealed. False when that is not there any more. */
export async function keepEnvelope(
  tx: Tx,
  key: VenueKeyId,
  { bytes, version, wrappedKey }: Envelope,
): Promise<boolean> {
  const { provider, masterKey, bytes: wrapped } = wrappedKey;
  const kept = await tx.$executeRaw(Prisma.sql`
    update market_data.venue_key_secret set sealed = null, envelope = ${Buffer.from(bytes)},
      version = ${version}, wrapped_key = ${Buffer.from(wrapped)}, provider = ${provider}, master_key = ${masterKey}
    where key_id = ${key}::uuid and sealed is not null`);
  return kept === 1;
}

/** What can never be read again. False when that has been so before. */
export async function destroyVenueSecret(tx: Tx, key: VenueKeyId, at: UtcTime): Promise<boolean> {
  const destroyed = await tx.$executeRaw(Prisma.sql`
    update market_data.venue_key_secret set destroyed_at = ${at}::timestamptz, sealed = null,
      envelope = null, wrapped_key = null, provider = null, master_key = null
    where key_id = ${key}::uuid and destroyed_at is null`);
  return destroyed === 1;
}

/** Keys of the shard whose data key is not wrapped by this master key, in their order. */
export async function secretsNotUnder(
  tx: Tx,
  wanted: {
    readonly shard: number;
    readonly provider: string;
    readonly masterKey: string;
    readonly most: number;
  },
): Promise<VenueKeyId[]> {
  const { shard, provider, masterKey, most } = wanted;
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    select s.key_id as id from market_data.venue_key_secret s
      join market_data.venue_key k on k.id = s.key_id
      join market_data.venue_account a on a.id = k.venue_account_id
    where a.shard = ${shard} and s.envelope is not null
      and (s.provider <> ${provider} or s.master_key <> ${masterKey})
    order by s.key_id limit ${most}`);
  return rows.map(({ id }) => id as VenueKeyId);
}

/** Puts the same data key under another master key. False when it was wrapped anew meanwhile. */
export async function rewrapSecret(
  tx: Tx,
  key: VenueKeyId,
  { from, to }: { readonly from: WrappedKey; readonly to: WrappedKey },
): Promise<boolean> {
  const { bytes, provider, masterKey } = to;
  const done = await tx.$executeRaw(Prisma.sql`
    update market_data.venue_key_secret set wrapped_key = ${Buffer.from(bytes)},
      provider = ${provider}, master_key = ${masterKey}
    where key_id = ${key}::uuid and wrapped_key = ${Buffer.from(from.bytes)}`);
  return done === 1;
}
