/**
 * The keys that sign checkpoints: one of each algorithm from the first start, others when a rotation
 * was approved. A new key signs beside the old one for a while, so that readers who know only the
 * old one have time to take note of the new one. Role `jobs`.
 */
import type { Sign, SignatureAlgorithm, VerifierKey } from '@ultrathink/domain/audit';
import {
  type AnyId,
  addMs,
  fromEpochMs,
  type Id,
  type Ids,
  type Result,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import { makeKeyPair, openKeyPair } from './signatures.ts';

/** What of a key ring is needed here. */
export interface SecretRing {
  seal(plain: Uint8Array, context: string): Uint8Array;
  open(sealed: Uint8Array, context: string): Result<Uint8Array, { readonly code: string }>;
}

export type SigningKeyId = Id<'SigningKeyId'>;
export type KeyRotationId = Id<'KeyRotationId'>;

export interface SigningKey extends VerifierKey {
  readonly id: SigningKeyId;
  readonly from: UtcTime;
  readonly until: UtcTime | null;
}

export interface Signer extends SigningKey {
  readonly sign: Sign;
}

export const SIGNATURE_ALGORITHMS = ['Ed25519', 'ML-DSA-44'] as const;

/** A sealed key does not open, or is not the private half of the public key beside it. */
export class SigningKeyUnusable extends Error {
  override readonly name = 'SigningKeyUnusable';
}

const contextOf = (id: AnyId, algorithm: SignatureAlgorithm) => `signing key ${id} ${algorithm}`;

const PUBLIC = {
  id: true,
  name: true,
  algorithm: true,
  publicKey: true,
  from: true,
  until: true,
} as const;

/** Every key that ever signed, the oldest first. Any role. */
export async function listSigningKeys(tx: Tx): Promise<SigningKey[]> {
  const rows = await tx.signingKey.findMany({
    select: PUBLIC,
    orderBy: [{ from: 'asc' }, { id: 'asc' }],
  });
  return rows.map(publicPart);
}

/**
 * Asks for a new key of this algorithm: called by what executes the approval. The process that holds
 * the ring makes it before it signs next. Role `app_staff`.
 */
export async function rotateSigningKey(
  tx: Tx,
  rotation: {
    readonly id: KeyRotationId;
    readonly algorithm: SignatureAlgorithm;
    readonly overlapSeconds: number;
    readonly at: UtcTime;
  },
): Promise<void> {
  const { id, algorithm, overlapSeconds, at } = rotation;
  await tx.keyRotation.createMany({ data: { id, algorithm, overlapSeconds, askedAt: at } });
}

/** The same in every process that signs. */
const SIGNING_LOCK = 7_260_120n;

/** Whether this transaction is the one that signs now. */
export async function lockSigning(tx: Tx): Promise<boolean> {
  const [lock] = await tx.$queryRaw<{ taken: boolean }[]>(
    Prisma.sql`select pg_try_advisory_xact_lock(${SIGNING_LOCK}) as taken`,
  );
  return lock?.taken === true;
}

/** Whether a key is to be made: at the first start, or because a rotation was asked for. */
export async function areKeysMissing(tx: Tx): Promise<boolean> {
  const known = await tx.signingKey.findMany({ select: { algorithm: true } });
  const made = new Set(known.map(({ algorithm }) => algorithm));
  if (SIGNATURE_ALGORITHMS.some((algorithm) => !made.has(algorithm))) return true;
  return (await tx.keyRotation.findFirst({ where: { key: null } })) !== null;
}

/** Makes the keys of the first start and those of rotations asked for. Answers which it made. */
export async function makeMissingKeys(
  tx: Tx,
  parts: {
    readonly ring: SecretRing;
    readonly ids: Ids;
    readonly origin: string;
    readonly at: UtcTime;
  },
): Promise<SigningKey[]> {
  const { ring, ids, origin, at } = parts;
  const known = await listSigningKeys(tx);
  const name = known[0]?.name ?? origin;
  const rotations = await tx.keyRotation.findMany({
    where: { key: null },
    orderBy: { askedAt: 'asc' },
  });
  const made: SigningKey[] = [];
  const make = async (algorithm: SignatureAlgorithm, rotationId: string | null) => {
    const id = ids.next<SigningKeyId>();
    const { publicKey, privateKey } = makeKeyPair(algorithm);
    const sealed = Buffer.from(ring.seal(privateKey, contextOf(id, algorithm)));
    const row = { id, name, algorithm, publicKey: Buffer.from(publicKey), from: at, rotationId };
    await tx.signingKey.createMany({ data: { ...row, privateKey: sealed } });
    made.push({ id, name, algorithm, publicKey, from: at, until: null });
  };
  for (const algorithm of SIGNATURE_ALGORITHMS) {
    if (!known.some((key) => key.algorithm === algorithm)) await make(algorithm, null);
  }
  for (const { id, algorithm, overlapSeconds } of rotations) {
    const until = addMs(at, overlapSeconds * 1000);
    await tx.signingKey.updateMany({ where: { algorithm, until: null }, data: { until } });
    await make(algorithmOf(algorithm), id);
  }
  return made;
}

/** The keys that sign at this moment. @throws {SigningKeyUnusable} */
export async function openSigners(tx: Tx, ring: SecretRing, at: UtcTime): Promise<Signer[]> {
  const rows = await tx.signingKey.findMany({
    where: { from: { lte: at }, OR: [{ until: null }, { until: { gt: at } }] },
    orderBy: [{ from: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => openSigner(ring, row));
}

/** Every key that our ring can open: one that somebody put into the table is not among them. */
export async function trustedKeys(tx: Tx, ring: SecretRing): Promise<SigningKey[]> {
  const rows = await tx.signingKey.findMany({ orderBy: [{ from: 'asc' }, { id: 'asc' }] });
  return rows.flatMap((row) => {
    try {
      const { sign: _, ...key } = openSigner(ring, row);
      return [key];
    } catch (error) {
      if (error instanceof SigningKeyUnusable) return [];
      throw error;
    }
  });
}

function openSigner(
  ring: SecretRing,
  row: PublicRow & { readonly privateKey: Uint8Array },
): Signer {
  const key = publicPart(row);
  const opened = ring.open(row.privateKey, contextOf(key.id, key.algorithm));
  if (!opened.ok)
    throw new SigningKeyUnusable(`The signing key ${key.id} does not open: ${opened.error.code}.`);
  const { sign, publicKey } = openKeyPair(key.algorithm, opened.value);
  if (Buffer.compare(publicKey, key.publicKey) !== 0) {
    throw new SigningKeyUnusable(
      `The signing key ${key.id} is not that of the public key beside it.`,
    );
  }
  return { ...key, sign };
}

interface PublicRow {
  readonly id: string;
  readonly name: string;
  readonly algorithm: string;
  readonly publicKey: Uint8Array;
  readonly from: Date;
  readonly until: Date | null;
}

function publicPart({ id, name, algorithm, publicKey, from, until }: PublicRow): SigningKey {
  return {
    id: id as string as SigningKeyId,
    name,
    algorithm: algorithmOf(algorithm),
    publicKey: new Uint8Array(publicKey),
    from: fromEpochMs(from.getTime()),
    until: until === null ? null : fromEpochMs(until.getTime()),
  };
}

function algorithmOf(text: string): SignatureAlgorithm {
  return text === 'ML-DSA-44' ? 'ML-DSA-44' : 'Ed25519';
}
