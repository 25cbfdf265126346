/** Takes a key, asks a venue that never answers in time, and is killed over it. */
import { createHash, randomBytes } from 'node:crypto';
import { openDatabase } from '@ultrathink/db';
import type { ProcessId } from '@ultrathink/domain/kernel';
import { createKeyRing, silentLog, systemClock, systemIds } from '@ultrathink/runtime';
import { createFileProvider } from '../src/drivers/key-provider/file-provider.ts';
import { createVenueKeyRound } from '../src/market-data/venue-keys/round.ts';

const [url = '', ringKey = '', shard = ''] = process.argv.slice(2);
const ring = createKeyRing('venue', [Buffer.from(ringKey, 'hex')]);
const die = () => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise<never>(() => undefined);
};
const round = createVenueKeyRound({
  door: {
    database: openDatabase({ url, name: 'killed' }),
    clock: systemClock,
    ids: systemIds,
    digest: (bytes) => createHash('sha256').update(bytes).digest(),
    patience: { pause: () => Promise.resolve(), random: () => randomBytes(1)[0] ?? 0 },
  },
  ring,
  providers: { current: createFileProvider(ring), others: [] },
  probe: { permissions: die, hasOpenOrders: die },
  crypto: globalThis.crypto,
  processId: systemIds.next<ProcessId>(),
  shard: Number(shard),
  log: silentLog,
});
await round();
