/** Names and addresses of people, opened for who may see them. */
import { readPersonKeys, type Tx } from '@ultrathink/db';
import { sealedNames } from '@ultrathink/db/access';
import type { PersonId } from '@ultrathink/domain/kernel';
import { openWith, sealWith } from '@ultrathink/runtime';
import { z } from 'zod';
import type { Services } from '../context.ts';

export interface Personal {
  readonly name: string;
  readonly email: string;
}

const personalSchema = z.object({ name: z.string(), email: z.string() });

/** The person's blob, sealed under the person's own key. */
export function sealPersonal(key: Uint8Array, id: PersonId, personal: Personal): Uint8Array {
  return sealWith(key, Buffer.from(JSON.stringify(personal)), contextOf(id));
}

/** Null for one that was erased, or is not what it was when it was sealed. */
export function openPersonal(
  key: Uint8Array | undefined,
  id: PersonId,
  sealed: Uint8Array | null,
): Personal | null {
  if (key === undefined || sealed === null) return null;
  const opened = openWith(key, sealed, contextOf(id));
  if (!opened.ok) return null;
  const parsed = personalSchema.safeParse(JSON.parse(Buffer.from(opened.value).toString('utf8')));
  return parsed.success ? parsed.data : null;
}

function contextOf(id: PersonId): string {
  return `person ${id}`;
}

export type Names = ReadonlyMap<PersonId, Personal | null>;

/** Of those the transaction shows; who is not in the answer belongs to somebody else. */
export async function readNames(
  tx: Tx,
  services: Services,
  ids: readonly PersonId[],
): Promise<Names> {
  if (ids.length === 0) return new Map();
  const sealed = await sealedNames(tx, ids);
  const keys = await readPersonKeys(tx, services.ring, [...sealed.keys()]);
  return new Map([...sealed].map(([id, blob]) => [id, openPersonal(keys.get(id), id, blob)]));
}

/** A person as pages name one: null for who was erased, or is not yours to know. */
export const personRefSchema = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
});

export function refOf(names: Names, id: PersonId): z.infer<typeof personRefSchema> {
  return { id, name: names.get(id)?.name ?? null };
}

/** As addresses are compared: in lower case, without the spaces around. */
export function emailHashOf({ ring }: Services, email: string): Uint8Array {
  return ring.mac('email', Buffer.from(email.trim().toLowerCase()));
}
