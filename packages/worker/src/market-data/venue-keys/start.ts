/** Starts the work on keys of venues in the engine of a shard. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database, Door } from '@ultrathink/db';
import { destroyEndedSealKeys, publishSealKey } from '@ultrathink/db/venue-keys';
import { type Life, readKeyRing } from '@ultrathink/runtime';
import { createFileProvider } from '../../drivers/key-provider/file-provider.ts';
import { startRounds } from '../../jobs/rounds.ts';
import type { VenueKeyParts, VenueProbe } from './parts.ts';
import { rewrapSecrets } from './rewrap.ts';
import { createVenueKeyRound } from './round.ts';

const LOOK_EVERY_MS = 2_000;
const LOOK_MISSED_MS = 120_000;
const UPKEEP_EVERY_MS = 60 * 60_000;

/** @throws {StartRefusal} without the ring that opens what browsers sealed. */
export function startVenueKeys(
  life: Life,
  env: { readonly SHARD: number; readonly VENUE_KEY_FILE: string },
  database: Database,
  probe: VenueProbe,
): void {
  const { clock, ids, log, processId } = life;
  const ring = readKeyRing('venue', env.VENUE_KEY_FILE);
  const door: Door = {
    database,
    clock,
    ids,
    digest: (bytes) => createHash('sha256').update(bytes).digest(),
    patience: { pause: (ms) => pause(ms), random: Math.random },
  };
  const parts: VenueKeyParts = {
    door,
    ring,
    providers: { current: createFileProvider(ring), others: [] },
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
