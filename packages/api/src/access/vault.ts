/** The keys of people's data as procedures know them. */

import type { Tx } from '@ultrathink/db';
import * as database from '@ultrathink/db';
import type { ClientId, PersonId } from '@ultrathink/domain/kernel';
import type { KeyRing } from '@ultrathink/runtime';

interface Vault {
  newPersonKey(tx: Tx, ring: KeyRing, id: PersonId, client: ClientId | null): Promise<Uint8Array>;
  readPersonKeys(
    tx: Tx,
    ring: KeyRing,
    ids: readonly PersonId[],
  ): Promise<ReadonlyMap<PersonId, Uint8Array>>;
  destroyPersonKey(tx: Tx, id: PersonId): Promise<unknown>;
}

export const { newPersonKey, readPersonKeys, destroyPersonKey } = database as unknown as Vault;
