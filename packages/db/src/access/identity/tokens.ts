/** Secrets that were mailed, and challenges for passkeys: each is used once. */

import {
  type AnyId,
  addMs,
  type PersonId,
  type SessionId,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { MailTokenPurpose } from '@ultrathink/domain/operations';
import type { Database, Tx } from '../../connect.ts';

/** Whose it is; undefined for a secret that is unknown, used or too old. */
export async function findMailToken(
  database: Database,
  purpose: MailTokenPurpose,
  tokenHash: Uint8Array,
  at: UtcTime,
): Promise<PersonId | undefined> {
  const row = await database.prisma.mailToken.findFirst({
    where: { purpose, tokenHash: Buffer.from(tokenHash), usedAt: null, expiresAt: { gt: at } },
    select: { personId: true },
  });
  return row === null ? undefined : (row.personId as PersonId);
}

/** True for one request, ever. Every other secret of the purpose dies with it. */
export async function useMailToken(
  tx: Tx,
  {
    person,
    purpose,
    tokenHash,
  }: {
    readonly person: PersonId;
    readonly purpose: MailTokenPurpose;
    readonly tokenHash: Uint8Array;
  },
  at: UtcTime,
): Promise<boolean> {
  const hash = Buffer.from(tokenHash);
  const { count } = await tx.mailToken.updateMany({
    where: { personId: person, purpose, tokenHash: hash, usedAt: null, expiresAt: { gt: at } },
    data: { usedAt: at },
  });
  if (count === 0) return false;
  await tx.mailToken.updateMany({
    where: { personId: person, purpose, usedAt: null },
    data: { usedAt: at },
  });
  return true;
}

const DAY_MS = 24 * 60 * 60_000;

export interface PasskeyChallenge {
  readonly id: AnyId;
  readonly purpose: 'Enrol' | 'SignIn';
  readonly session: SessionId;
  readonly challenge: Uint8Array;
  readonly expiresAt: UtcTime;
}

/** One per session and purpose: an earlier one is good for nothing any more. Old ones go with it. */
export async function insertChallenge(tx: Tx, made: PasskeyChallenge): Promise<void> {
  const { id, purpose, session, challenge, expiresAt } = made;
  await tx.passkeyChallenge.deleteMany({
    where: {
      OR: [{ sessionId: session, purpose }, { expiresAt: { lt: addMs(expiresAt, -DAY_MS) } }],
    },
  });
  await tx.passkeyChallenge.create({
    data: { id, purpose, sessionId: session, challenge: Buffer.from(challenge), expiresAt },
  });
}

/** The challenge, for one request ever; undefined when there is none, or it is too old. */
export async function takeChallenge(
  tx: Tx,
  session: SessionId,
  purpose: PasskeyChallenge['purpose'],
  at: UtcTime,
): Promise<Uint8Array | undefined> {
  const row = await tx.passkeyChallenge.findFirst({
    where: { sessionId: session, purpose, usedAt: null, expiresAt: { gt: at } },
  });
  if (row === null) return undefined;
  const { count } = await tx.passkeyChallenge.updateMany({
    where: { id: row.id, usedAt: null },
    data: { usedAt: at },
  });
  return count === 1 ? row.challenge : undefined;
}
