/**
 * Puts data keys under the master key of today: after a rotation of it, or a move to another provider.
 * One key at a time, each in a sealed act of its own, so that it can be killed anywhere and goes on
 * where it was. Secrets themselves are not opened.
 */
import {
  findVenueKey,
  readVenueSecret,
  rewrapSecret,
  secretsNotUnder,
} from '@ultrathink/db/venue-keys';
import type { VenueKeyId } from '@ultrathink/domain/market-data';
import { contextOf, openDataKey } from './envelopes.ts';
import { sealed, type VenueKeyParts } from './parts.ts';

const KEYS_AT_ONCE = 100;

export interface Rewrapped {
  readonly done: number;
  /** Could not be unwrapped or wrapped; they are tried again with the next run. */
  readonly left: number;
}

export async function rewrapSecrets(parts: VenueKeyParts): Promise<Rewrapped> {
  const { current } = parts.providers;
  const wanted = {
    shard: parts.shard,
    provider: current.name,
    masterKey: await current.currentMasterKey(),
    most: KEYS_AT_ONCE,
  };
  const { prisma } = parts.door.database;
  let done = 0;
  for (;;) {
    const keys = await prisma.$transaction((tx) => secretsNotUnder(tx, wanted));
    let progress = 0;
    for (const key of keys) if (await rewrap(parts, key)) progress += 1;
    done += progress;
    // Nothing moved: those that are left can't be moved now.
    if (keys.length === 0 || progress === 0) return { done, left: keys.length };
  }
}

async function rewrap(parts: VenueKeyParts, id: VenueKeyId): Promise<boolean> {
  const { prisma } = parts.door.database;
  const [key, secret] = await prisma.$transaction(async (tx) => [
    await findVenueKey(tx, id),
    await readVenueSecret(tx, id),
  ]);
  if (key === undefined || secret.kind !== 'Kept') return false;
  const { version, wrappedKey: from } = secret.envelope;
  const context = contextOf(key, version);
  const dataKey = await openDataKey(parts.providers, from, context);
  if (!dataKey.ok) {
    const why = dataKey.error.code;
    parts.log.error('A data key could not be put under the new master key.', { key: id, why });
    return false;
  }
  const wrapped = await parts.providers.current.wrap(dataKey.value, context);
  dataKey.value.fill(0);
  if (!wrapped.ok) return false;
  const to = wrapped.value;
  return sealed(
    parts,
    { kind: 'venues.rewrapKey', input: { key: id } },
    (tx) => rewrapSecret(tx, id, { from, to }),
    {
      action: 'venues.rewrapKey',
      subject: { kind: 'VenueKey', id },
      before: { provider: from.provider, masterKey: from.masterKey },
      after: { provider: to.provider, masterKey: to.masterKey },
    },
  );
}
