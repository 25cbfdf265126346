/** Starts the work on keys of venues in the engine of a shard. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database, Door } from '@ultrathink/db';
import { destroyEndedSealKeys, publishSealKey } from '@ultrathink/db/venue-keys';
import { type Life, readKeyRing } from '@ultrathink/runtime';
import { realTimers } from '@ultrathink/venues';
import {
  type KeyProviderEnv,
  openKeyProviders,
} from '../../drivers/key-provider/open-key-providers.ts';
import type { EngineEnv } from '../../env.ts';
import { startRounds } from '../../jobs/rounds.ts';
import { type Addresses, CONNECT, networkOf } from '../connect.ts';
import type { VenueKeyParts } from './parts.ts';
import { createVenueProbe } from './probe-venue.ts';
import { rewrapSecrets } from './rewrap.ts';
import { createVenueKeyRound } from './round.ts';

const LOOK_EVERY_MS = 2_000;
const LOOK_MISSED_MS = 120_000;
const UPKEEP_EVERY_MS = 60 * 60_000;

/**
 * @returns what it takes to open keys, for those who trade with them.
 * @throws {StartRefusal} without the ring that opens what browsers sealed, or without its provider.
 */
export async function startVenueKeys(
  life: Life,
  env: Pick<EngineEnv, 'SHARD' | 'VENUE_KEY_FILE' | 'DEPLOYMENT' | 'VENUE_SIMULATOR'> &
    KeyProviderEnv,
  database: Database,
  addresses: Addresses,
): Promise<VenueKeyParts> {
  const { clock, ids, log, processId } = life;
  const ring = readKeyRing('venue', env.VENUE_KEY_FILE);
  const door: Door = {
    database,
    clock,
    ids,
    digest: (bytes) => createHash('sha256').update(bytes).digest(),
    patience: { pause: (ms) => pause(ms), random: Math.random },
  };
  const { DEPLOYMENT, VENUE_SIMULATOR: simulator } = env;
  const probe = createVenueProbe({
    // A demo never asks the real venue: without a simulator it asks nobody.
    networkOf: (venue) =>
      DEPLOYMENT === 'DEMO' && simulator === undefined ? null : networkOf(simulator, venue),
    connect: CONNECT,
    addresses,
    clock,
    timers: realTimers,
    random: Math.random,
  });
  const parts: VenueKeyParts = {
    door,
    ring,
    providers: await openKeyProviders(env, ring),
    probe,
    crypto: globalThis.crypto,
    processId,
    shard: env.SHARD,
    log,
  };
  const work = createVenueKeyRound(parts);
  let keptUpAtMs = Number.NEGATIVE_INFINITY;
  startRounds(life, {
    name: 'venue-keys',
    pauseMs: LOOK_EVERY_MS,
    round: async () => {
      // What fails is due again with the next round, not in an hour.
      if (clock.monotonicMs() - keptUpAtMs >= UPKEEP_EVERY_MS) {
        await upkeep(parts);
        keptUpAtMs = clock.monotonicMs();
      }
      return work();
    },
    missedMs: LOOK_MISSED_MS,
    missedSentence: 'Keys of venues have not been looked at for two minutes.',
  });
  return parts;
}

async function upkeep(parts: VenueKeyParts): Promise<void> {
  const { door, log } = parts;
  await publishSealKey(parts);
  const { prisma } = door.database;
  await prisma.$transaction((tx) => destroyEndedSealKeys(tx, door.clock.now()));
  const { done, left } = await rewrapSecrets(parts);
  if (done > 0) log.info('Keys of venues were put under the new master key.', { done });
  if (left > 0) log.error('Keys of venues could not be put under the new master key.', { left });
}
