/** Everything together: a world, its venues' protocols, and the server that speaks them. */
import { adminAside } from './admin/endpoints.ts';
import { BinanceProtocol } from './binance/binance.ts';
import { CoinbaseProtocol } from './coinbase/coinbase.ts';
import { createRandom } from './kernel/random.ts';
import { KrakenProtocol } from './kraken/kraken.ts';
import { BINANCE, COINBASE, KRAKEN } from './listings.ts';
import { ASSETS } from './market/universe.ts';
import { FaultBoard } from './server/faults.ts';
import { type ServedVenue, type SimulatorServer, serve, type TlsFiles } from './server/server.ts';
import { skewedClock, type WorldClock } from './world/clock.ts';
import type { Happened } from './world/happened.ts';
import type { KeptWorld } from './world/keeping.ts';
import type { VenueWorld } from './world/venue-world.ts';
import { World } from './world/world.ts';

const VENUES = [BINANCE, COINBASE, KRAKEN];

const DAY_MS = 86_400_000;

const PROTOCOLS = {
  binance: BinanceProtocol,
  coinbase: CoinbaseProtocol,
  kraken: KrakenProtocol,
};

function isSpoken(name: string): name is keyof typeof PROTOCOLS {
  return Object.hasOwn(PROTOCOLS, name);
}

export interface SimulatorOptions {
  /** The same seed and the same clock give the same market. */
  readonly seed: string;
  readonly clock: WorldClock;
  /** 0 for any free one. */
  readonly port: number;
  readonly stepMs?: number;
  readonly slotsPerStep?: number;
  readonly busyness?: number;
  readonly historyMs?: number;
  /** As `readRecording` answers: these markets instead of the model's. */
  readonly recording?: readonly Happened[] | undefined;
  /** Key and certificate as PEM: https and wss instead of http and ws. */
  readonly tls?: TlsFiles | undefined;
  /** As `world.keep()` of an earlier simulator answered. */
  readonly kept?: KeptWorld | undefined;
}

export interface SimulatedVenue {
  readonly world: VenueWorld;
  readonly faults: FaultBoard;
}

export interface Simulator {
  readonly world: World;
  readonly port: number;
  /** @throws {RangeError} for a venue that is not simulated. */
  venue(name: string): SimulatedVenue;
  close(): Promise<void>;
}

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { seed, clock, port } = options;
  const { stepMs = 100, slotsPerStep = 4, busyness = 1, historyMs = DAY_MS } = options;
  const world = new World({
    seed,
    assets: ASSETS,
    venues: VENUES,
    clock,
    stepMs,
    slotsPerStep,
    busyness,
    historyMs,
    kept: options.kept,
    recording: options.recording,
  });
  const venues = new Map<string, SimulatedVenue & ServedVenue>();
  for (const venue of world.venues) {
    const faults = new FaultBoard(createRandom(`${seed}/faults/${venue.name}`), (lasting) =>
      venue.suffer(lasting, clock.now()),
    );
    if (!isSpoken(venue.name)) continue;
    const own = skewedClock(clock, () => venue.skewMs);
    const protocol = new PROTOCOLS[venue.name](venue, own);
    venues.set(venue.name, { world: venue, faults, protocol });
  }
  const server: SimulatorServer = await serve([...venues.values()], clock, {
    port,
    tls: options.tls,
    aside: adminAside(world, venues),
  });
  world.start();
  return {
    world,
    port: server.port,
    venue(name) {
      const found = venues.get(name);
      if (found === undefined) throw new RangeError(`No venue of the name ${name} is simulated.`);
      return found;
    },
    async close() {
      world.stop();
      await server.close();
    },
  };
}
