/**
 * Personal data, kept outside what is sealed: one data key per person, wrapped under the ring
 * `people`. Destroying a person's key leaves every hash of the trail as it was and nothing to read.
 */
import type { ClientId, PersonId, Result } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';

/** What a key ring can do, as far as the vault needs it. */
export interface Wrapping {
  newDataKey(context: string): { readonly key: Uint8Array; readonly wrapped: Uint8Array };
  openDataKey(wrapped: Uint8Array, context: string): Result<Uint8Array, { readonly code: string }>;
}

const contextOf = (person: string) => `person key ${person}`;

/** Makes the key of a person, within the transaction that makes the person. */
export async function newPersonKey(
  tx: Tx,
  ring: Wrapping,
  person: PersonId,
  client: ClientId | null,
): Promise<Uint8Array> {
  const { key, wrapped } = ring.newDataKey(contextOf(person));
  await tx.subjectKey.createMany({
    data: { subjectId: person, clientId: client, wrapped: Buffer.from(wrapped) },
  });
  return key;
}

/**
 * The keys of those whom the transaction shows. Who is not in the answer was erased, or is not to be
 * named from here.
 * @throws {Error} for a key that this ring does not open: the ring is not the installation's.
 */
export async function readPersonKeys(
  tx: Tx,
  ring: Wrapping,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, Uint8Array>> {
  const rows = await tx.subjectKey.findMany({
    where: { subjectId: { in: [...new Set(people)] }, wrapped: { not: null } },
    select: { subjectId: true, wrapped: true },
  });
  const keys = new Map<PersonId, Uint8Array>();
  for (const { subjectId, wrapped } of rows) {
    if (wrapped === null) continue;
    const opened = ring.openDataKey(wrapped, contextOf(subjectId));
    if (!opened.ok) {
      throw new Error(`The key of a person does not open under this ring: ${opened.error.code}.`);
    }
    keys.set(subjectId as PersonId, opened.value);
  }
  return keys;
}

/** What was sealed under it can never be read again. False when that has been so before. */
export async function destroyPersonKey(tx: Tx, person: PersonId): Promise<boolean> {
  const { count } = await tx.subjectKey.updateMany({
    where: { subjectId: person, wrapped: { not: null } },
    data: { wrapped: null, destroyedAt: new Date() },
  });
  return count === 1;
}
