/** What an engine does for keys of venues, without a venue and without opening anything. */
import { createHash, randomBytes } from 'node:crypto';
import { addMs, type ProcessId } from '@ultrathink/domain/kernel';
import type { ProbedPermissions, VenueKeyId } from '@ultrathink/domain/market-data';
import {
  claimVenueKey,
  findVenueKey,
  keepEnvelope,
  keepFinding,
  publishSealKey,
  type SealKeyRing,
} from '../src/market-data/venue-keys/index.ts';
import { aDoor, anId, systemClock } from './builders.ts';
import type { TestDatabase } from './test-database.ts';

export const FIT_KEY: ProbedPermissions = {
  mayRead: true,
  mayTrade: true,
  mayWithdraw: false,
  isAddressBound: true,
  expiresAt: null,
};

/** A ring that keeps what it is given as it is: nobody opens it here. */
const OPEN_RING: SealKeyRing = {
  seal: (plain) => plain,
  open: (sealed) => ({ ok: true, value: sealed }),
};

/** The first thing an engine does. */
export function startSealing(database: TestDatabase, shard = 0) {
  return publishSealKey({
    door: aDoor(database.as('engine')),
    ring: OPEN_RING,
    crypto: globalThis.crypto,
    processId: anId<ProcessId>(),
    shard,
  });
}

/** A venue says this of a key: a new one is Ready, any other stays what it is. */
export async function foundFit(
  database: TestDatabase,
  id: VenueKeyId,
  permissions: ProbedPermissions = FIT_KEY,
): Promise<void> {
  await database.as('engine').prisma.$transaction(async (tx) => {
    const key = await findVenueKey(tx, id);
    if (key === undefined) throw new Error('There is no such key.');
    const isNew = key.status === 'Submitted';
    const at = systemClock.now();
    if (isNew) await claimVenueKey(tx, { key, to: 'Probing', leaseUntil: at });
    await keepFinding(tx, {
      id,
      from: isNew ? 'Probing' : key.status,
      attempt: isNew ? key.attempts + 1 : key.attempts,
      to: isNew ? 'Ready' : key.status,
      told: { permissions, at },
      reasons: null,
      dueAt: addMs(at, 60_000),
      endedAt: null,
    });
    if (!isNew) return;
    const bytes = createHash('sha512').update(id).digest();
    const wrappedKey = { provider: 'file', masterKey: '1', bytes: randomBytes(63) };
    await keepEnvelope(tx, id, { bytes, version: 1, wrappedKey });
  });
}
