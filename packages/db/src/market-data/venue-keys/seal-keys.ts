/**
 * The key pairs that browsers seal secrets to. The engine makes them; their private half is sealed
 * under the ring `venue` and destroyed when nothing can still be on its way to it.
 */

import { toHex } from '@ultrathink/domain/audit';
import type { Result } from '@ultrathink/domain/kernel';
import {
  addMs,
  type CorrelationId,
  err,
  type IdempotencyKey,
  ok,
  type ProcessId,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import {
  makeSealKeyPair,
  type PublicSealKey,
  type SealKeyId,
  type SealKeyPair,
  type WebCrypto,
} from '@ultrathink/domain/market-data';
import type { Tx } from '../../connect.ts';
import { type Door, write } from '../../door.ts';
import { Prisma } from '../../generated/client.ts';
import { utcOf } from '../../moments.ts';

export interface StoredSealKey extends PublicSealKey {
  readonly shard: number;
  readonly from: UtcTime;
  /** The first moment that nothing new is sealed to it. */
  readonly until: UtcTime;
}

/** What of a key ring is needed here. */
export interface SealKeyRing {
  seal(plain: Uint8Array, context: string): Uint8Array;
  open(sealed: Uint8Array, context: string): Result<Uint8Array, { readonly code: string }>;
}

const DAY_MS = 24 * 60 * 60_000;
export const SEAL_KEY_LIFE_MS = 30 * DAY_MS;
/** A new one is there before the old one ends, so that there always is one. */
const RENEW_BEFORE_MS = 5 * DAY_MS;
/** Between a browser that asked for a key and the worker that opens what it sealed. */
export const SEAL_KEY_GRACE_MS = 2 * DAY_MS;

const contextOf = (id: SealKeyId) => `worker seal key ${id}`;

interface Row {
  readonly id: string;
  readonly shard: number;
  readonly public_key: Uint8Array;
  readonly from: Date;
  readonly until: Date;
}

const COLUMNS = Prisma.sql`k.id, k.shard, k.public_key, k."from", k.until`;

/** The newest that is in force; undefined before an engine of this shard has started once. */
export async function currentSealKey(
  tx: Tx,
  shard: number,
  at: UtcTime,
): Promise<StoredSealKey | undefined> {
  const [row] = await tx.$queryRaw<Row[]>(Prisma.sql`
    select ${COLUMNS} from market_data.worker_seal_key k
    where k.shard = ${shard} and k."from" <= ${at}::timestamptz and k.until > ${at}::timestamptz
    order by k.until desc, k.id desc limit 1`);
  return row && fromRow(row);
}

/** Undefined for one that never was. */
export async function findSealKey(tx: Tx, id: SealKeyId): Promise<StoredSealKey | undefined> {
  const [row] = await tx.$queryRaw<Row[]>(
    Prisma.sql`select ${COLUMNS} from market_data.worker_seal_key k where k.id = ${id}::uuid`,
  );
  return row && fromRow(row);
}

export interface SealKeyParts {
  readonly door: Door;
  readonly ring: SealKeyRing;
  readonly crypto: WebCrypto;
  readonly processId: ProcessId;
  readonly shard: number;
}

/**
 * Makes the next one when the current one nears its end; its fingerprint stands in the trail. Role `engine`.
 * @returns the one to seal to now.
 * @throws when it could not be sealed: then none was made.
 */
export async function publishSealKey(parts: SealKeyParts): Promise<StoredSealKey> {
  const { door, ring, crypto, processId, shard } = parts;
  const { prisma } = door.database;
  const current = (at: UtcTime) => prisma.$transaction((tx) => currentSealKey(tx, shard, at));
  const known = await current(door.clock.now());
  if (known !== undefined && isFresh(known, door.clock.now())) return known;
  const pair = await makeSealKeyPair(crypto);
  const id = door.ids.next<SealKeyId>();
  const written = await write(
    door,
    {
      actor: { id: processId, scope: { kind: 'Firm' }, kind: 'System' },
      idempotencyKey: door.ids.next<IdempotencyKey>(),
      correlationId: door.ids.next<CorrelationId>(),
      kind: 'venues.publishSealKey',
      input: { sealKey: id },
    },
    async (tx, at) => {
      // Two engines at once: the second finds the first one's.
      await tx.$executeRaw(Prisma.sql`select pg_advisory_xact_lock(${SEAL_KEY_LOCK}, ${shard})`);
      const now = await currentSealKey(tx, shard, at);
      if (now !== undefined && isFresh(now, at)) return err('Made' as const);
      const until = addMs(at, SEAL_KEY_LIFE_MS);
      const sealed = ring.seal(pair.privateKey, contextOf(id));
      await tx.$executeRaw(Prisma.sql`
        insert into market_data.worker_seal_key (id, shard, public_key, private_key, "from", until)
        values (${id}::uuid, ${shard}, ${Buffer.from(pair.publicKey)}, ${Buffer.from(sealed)},
          ${at}::timestamptz, ${until}::timestamptz)`);
      const fingerprint = toHex(door.digest(pair.publicKey));
      return ok({
        answer: null,
        events: [
          {
            action: 'venues.publishSealKey',
            subject: { kind: 'SealKey', id },
            after: { shard, fingerprint, until },
          },
        ],
      });
    },
  );
  if (!written.ok && written.error.code !== 'Refused') {
    throw new Error(`No seal key could be published: ${written.error.code}.`);
  }
  const made = await current(door.clock.now());
  if (made === undefined) throw new Error('A seal key was published and is not there.');
  return made;
}

const SEAL_KEY_LOCK = 7_260_121;

const isFresh = ({ until }: StoredSealKey, at: UtcTime) => addMs(at, RENEW_BEFORE_MS) < until;

export type SealKeyRefusal =
  /** Destroyed, or never made here. */
  { readonly code: 'SealKeyGone' } | { readonly code: 'SealKeyUnusable'; readonly why: string };

/** The pair that a secret was sealed to. Role `engine`. */
export async function openSealKey(
  tx: Tx,
  ring: SealKeyRing,
  id: SealKeyId,
): Promise<Result<PublicSealKey & Pick<SealKeyPair, 'privateKey'>, SealKeyRefusal>> {
  const [row] = await tx.$queryRaw<(Row & { private_key: Uint8Array | null })[]>(Prisma.sql`
    select ${COLUMNS}, k.private_key from market_data.worker_seal_key k where k.id = ${id}::uuid`);
  if (row === undefined || row.private_key === null) return err({ code: 'SealKeyGone' });
  const opened = ring.open(row.private_key, contextOf(id));
  if (!opened.ok) return err({ code: 'SealKeyUnusable', why: opened.error.code });
  return ok({ ...fromRow(row), privateKey: opened.value });
}

/** Destroys the private halves that nothing is sealed to any more; answers how many. Role `engine`. */
export function destroyEndedSealKeys(tx: Tx, at: UtcTime): Promise<number> {
  const ended = addMs(at, -SEAL_KEY_GRACE_MS);
  return tx.$executeRaw(Prisma.sql`
    update market_data.worker_seal_key k set private_key = null
    where k.until <= ${ended}::timestamptz and k.private_key is not null
      and not exists (select 1 from market_data.venue_key_secret s where s.seal_key_id = k.id and s.sealed is not null)`);
}

function fromRow(row: Row): StoredSealKey {
  return {
    id: row.id as SealKeyId,
    shard: row.shard,
    publicKey: new Uint8Array(row.public_key),
    from: utcOf(row.from),
    until: utcOf(row.until),
  };
}
