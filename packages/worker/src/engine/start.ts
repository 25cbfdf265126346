/** Starts an engine: the owner of one shard. */
import { createProcessMeter, EXIT, type Life, UP } from '@ultrathink/runtime';
import { openCheckedDatabase } from '../database.ts';
import type { EngineEnv } from '../env.ts';
import { createAddresses } from '../market-data/connect.ts';
import { startMarketData } from '../market-data/start.ts';
import { startVenueKeys } from '../market-data/venue-keys/start.ts';
import { Callers } from './callers.ts';
import { createDecide } from './commands.ts';
import { openDoor } from './door.ts';
import { DOOR_LIMITS } from './door-limits.ts';
import { publishProcessMetrics } from './metrics-notices.ts';
import { Relay } from './relay.ts';
import { startTrading, type Trading } from './start-trading.ts';

/** Health, keys of venues, and one to spare. */
const DATABASE_CONNECTIONS = 3;

export async function startEngine(life: Life, env: EngineEnv): Promise<void> {
  const { processId, clock, registry } = life;
  const log = life.log.with({ shard: env.SHARD });
  const database = await openCheckedDatabase(life, {
    url: env.DATABASE_URL,
    role: 'engine',
    maxConnections: DATABASE_CONNECTIONS,
  });
  const relay = new Relay(env.SHARD, processId, DOOR_LIMITS.ring);
  const meter = createProcessMeter({ kind: 'engine', processId }, clock);
  life.onStop('process meter', meter.close);

  const addresses = createAddresses(clock);
  const callers = new Callers();
  // Asked from the first moment on; trading begins when this engine leads its shard.
  const begun: { trading: Trading | null } = { trading: null };
  const market = startMarketData(life, env, {
    relay,
    addresses,
    onChange: (instrument) => begun.trading?.changed(instrument),
  });
  const door = await openDoor({
    path: env.ENGINE_DOOR,
    relay,
    decide: createDecide({
      relay,
      processId,
      clock,
      answerMarket: market.answer,
      callers,
      nudge: () => begun.trading?.nudge(),
      standings: () => begun.trading?.standings() ?? [],
    }),
    processId,
    clock,
    log,
    registry,
    limits: DOOR_LIMITS,
    // Started again by its supervisor, it either gets its path back or says who has it.
    onLost: () => void life.stop('the door was lost', EXIT.unavailable),
  });
  life.onStop('door', () => door.close());
  life.addCheck('door', () => UP);
  life.onStop('process metrics', publishProcessMetrics({ relay, door, meter }));
  const keys = await startVenueKeys(life, env, database, addresses);
  const { followed } = market;
  const parts = { database, relay, callers, keys, addresses, market: followed };
  begun.trading = await startTrading(life, env, parts);
}
