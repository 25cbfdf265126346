/** What the job that mails people reads and writes, as the role `jobs`. */
import type { AnyId, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { MailTokenPurpose } from '@ultrathink/domain/operations';
import type { Tx } from '../connect.ts';
import type { PersonState } from './people.ts';

export interface Recipient {
  readonly state: PersonState;
  /** Of the organisation the person belongs to. */
  readonly organisation: string;
  /** Name and e-mail under the person's key; null once erased. */
  readonly personal: Uint8Array | null;
}

export async function findRecipient(tx: Tx, id: PersonId): Promise<Recipient | undefined> {
  const row = await tx.person.findUnique({
    where: { id },
    select: { state: true, personal: true, organisation: { select: { name: true } } },
  });
  if (row === null) return undefined;
  const { state, personal, organisation } = row;
  return { state: state as PersonState, personal, organisation: organisation.name };
}

export interface NewMailToken {
  readonly id: AnyId;
  readonly personId: PersonId;
  readonly purpose: MailTokenPurpose;
  readonly tokenHash: Uint8Array;
  readonly at: UtcTime;
  readonly expiresAt: UtcTime;
}

/** Whoever was mailed a secret for this before can no longer use that one. */
export async function issueMailToken(tx: Tx, token: NewMailToken): Promise<void> {
  const { id, personId, purpose, tokenHash, at, expiresAt } = token;
  await tx.mailToken.updateMany({
    where: { personId, purpose, usedAt: null },
    data: { usedAt: at },
  });
  await tx.mailToken.createMany({
    data: { id, personId, purpose, tokenHash: Buffer.from(tokenHash), createdAt: at, expiresAt },
  });
}
