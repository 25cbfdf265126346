/** Second factors and recovery codes. Only `app_identity` reads or writes what is secret of them. */
import type { FactorId, StepUpFactor } from '@ultrathink/domain/access';
import type { PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';
import type { Factor } from '../../generated/client.ts';
import { utcOf, utcOrNull } from '../../moments.ts';

interface FactorBase {
  readonly id: FactorId;
  readonly person: PersonId;
  readonly name: string;
  readonly createdAt: UtcTime;
  /** null while it is being enrolled. */
  readonly confirmedAt: UtcTime | null;
  readonly lastUsedAt: UtcTime | null;
}

export interface StoredTotp extends FactorBase {
  readonly kind: 'Totp';
  /** Sealed under the ring `people`. */
  readonly secret: Uint8Array;
  /** Of the last code that was accepted anywhere. */
  readonly lastTimeStep: number | null;
}

export interface StoredPasskey extends FactorBase {
  readonly kind: 'Passkey';
  readonly credentialId: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly signCount: number;
  readonly transports: readonly string[];
  readonly isBackedUp: boolean;
}

export type StoredFactor = StoredTotp | StoredPasskey;

function factorOf(row: Factor): StoredFactor {
  const base = {
    id: row.id as FactorId,
    person: row.personId as PersonId,
    name: row.name,
    createdAt: utcOf(row.createdAt),
    confirmedAt: utcOrNull(row.confirmedAt),
    lastUsedAt: utcOrNull(row.lastUsedAt),
  };
  if (row.kind === 'Totp') {
    const lastTimeStep = row.lastTimeStep === null ? null : Number(row.lastTimeStep);
    return { ...base, kind: 'Totp', secret: row.secret ?? new Uint8Array(), lastTimeStep };
  }
  return {
    ...base,
    kind: 'Passkey',
    credentialId: row.credentialId ?? new Uint8Array(),
    publicKey: row.publicKey ?? new Uint8Array(),
    signCount: Number(row.signCount),
    transports: row.transports,
    isBackedUp: row.isBackedUp,
  };
}

/** Those that prove something now, oldest first. */
export async function listFactors(tx: Tx, person: PersonId): Promise<readonly StoredFactor[]> {
  const rows = await tx.factor.findMany({
    where: { personId: person, endedAt: null, confirmedAt: { not: null } },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map(factorOf);
}

/** Also one that is still being enrolled; undefined for one that ended, or is somebody else's. */
export async function findFactor(
  tx: Tx,
  id: FactorId,
  person: PersonId,
): Promise<StoredFactor | undefined> {
  const row = await tx.factor.findFirst({ where: { id, personId: person, endedAt: null } });
  return row === null ? undefined : factorOf(row);
}

export async function insertTotp(
  tx: Tx,
  factor: Pick<StoredTotp, 'id' | 'person' | 'name' | 'secret' | 'createdAt'>,
): Promise<void> {
  await tx.factor.create({
    data: {
      id: factor.id,
      personId: factor.person,
      kind: 'Totp',
      name: factor.name,
      secret: Buffer.from(factor.secret),
      createdAt: factor.createdAt,
    },
  });
}

/** Enrolment that was begun and never confirmed proves nothing and need not stay. */
export async function dropUnconfirmed(tx: Tx, person: PersonId): Promise<void> {
  await tx.factor.deleteMany({ where: { personId: person, confirmedAt: null } });
}

export async function insertPasskey(
  tx: Tx,
  factor: Omit<StoredPasskey, 'kind' | 'lastUsedAt' | 'confirmedAt'>,
): Promise<void> {
  await tx.factor.create({
    data: {
      id: factor.id,
      personId: factor.person,
      kind: 'Passkey',
      name: factor.name,
      credentialId: Buffer.from(factor.credentialId),
      publicKey: Buffer.from(factor.publicKey),
      signCount: factor.signCount,
      transports: [...factor.transports],
      isBackedUp: factor.isBackedUp,
      createdAt: factor.createdAt,
      confirmedAt: factor.createdAt,
    },
  });
}

/**
 * Takes the code's time step for used, if it is later than every one before: of two requests with
 * the same code one gets true, also when they come at once (ASVS 6.5.1).
 */
export async function useTimeStep(
  tx: Tx,
  id: FactorId,
  { timeStep, at }: { readonly timeStep: number; readonly at: UtcTime },
): Promise<boolean> {
  const { count } = await tx.factor.updateMany({
    where: {
      id,
      endedAt: null,
      OR: [{ lastTimeStep: null }, { lastTimeStep: { lt: timeStep } }],
    },
    data: { lastTimeStep: timeStep, lastUsedAt: at },
  });
  return count === 1;
}

/** The code shows that the authenticator has the secret: from now on it proves who acts. */
export async function confirmTotp(tx: Tx, id: FactorId, at: UtcTime): Promise<boolean> {
  const { count } = await tx.factor.updateMany({
    where: { id, confirmedAt: null, endedAt: null },
    data: { confirmedAt: at },
  });
  return count === 1;
}

/** Compare and set on the counter: two assertions of one key at once are one too many. */
export async function usePasskey(
  tx: Tx,
  { id, signCount }: Pick<StoredPasskey, 'id' | 'signCount'>,
  next: { readonly signCount: number; readonly isBackedUp: boolean; readonly at: UtcTime },
): Promise<boolean> {
  const { count } = await tx.factor.updateMany({
    where: { id, signCount, endedAt: null },
    data: { signCount: next.signCount, isBackedUp: next.isBackedUp, lastUsedAt: next.at },
  });
  return count === 1;
}

export async function endFactor(
  tx: Tx,
  { id, person }: { readonly id: FactorId; readonly person: PersonId },
  at: UtcTime,
): Promise<boolean> {
  const { count } = await tx.factor.updateMany({
    where: { id, personId: person, endedAt: null },
    data: { endedAt: at },
  });
  return count === 1;
}

/** Kinds somebody has, for the question what a sign-in still needs. */
export async function factorKinds(tx: Tx, person: PersonId): Promise<readonly StepUpFactor[]> {
  const rows = await tx.factor.findMany({
    where: { personId: person, endedAt: null, confirmedAt: { not: null } },
    select: { kind: true },
    distinct: ['kind'],
  });
  return rows.map((row) => row.kind as StepUpFactor);
}

/** New codes; those there were open nothing any more. */
export async function replaceRecoveryCodes(
  tx: Tx,
  person: PersonId,
  hashes: readonly Uint8Array[],
): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { personId: person } });
  await tx.recoveryCode.createMany({
    data: hashes.map((hash) => ({ personId: person, codeHash: Buffer.from(hash) })),
  });
}

/** True for one request, ever. */
export async function useRecoveryCode(
  tx: Tx,
  person: PersonId,
  codeHash: Uint8Array,
  at: UtcTime,
): Promise<boolean> {
  const { count } = await tx.recoveryCode.updateMany({
    where: { personId: person, codeHash: Buffer.from(codeHash), usedAt: null },
    data: { usedAt: at },
  });
  return count === 1;
}

export async function countRecoveryCodes(tx: Tx, person: PersonId): Promise<number> {
  return tx.recoveryCode.count({ where: { personId: person, usedAt: null } });
}
