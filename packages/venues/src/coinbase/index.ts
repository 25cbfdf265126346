/** Coinbase Advanced Trade. */

import { VenueClock } from '../common/venue-clock.ts';
import type { Answer } from '../contract/answer.ts';
import type { VenueConnection, VenueSetup } from '../contract/connection.ts';
import type { InstrumentList } from '../contract/market-data-client.ts';
import {
  type BudgetRule,
  createAddressBudget,
  createLine,
  type LineSetup,
  openStream,
  type Stream,
} from '../line/index.ts';
import { createExecutionClient } from './execution-client.ts';
import { KnownOrders } from './known-orders.ts';
import { ADDRESS_BUDGETS, KEY_BUDGETS, LIMITS } from './limits.ts';
import { Listings } from './listings.ts';
import { createMarketDataClient } from './market-data-client.ts';
import { parseTime } from './parse-market.ts';
import { parseProducts } from './parse-products.ts';
import type { CoinbaseParts } from './parts.ts';
import { type CoinbaseSigner, loadCoinbaseSigner } from './signer.ts';
import { open, Wire } from './wire.ts';

/**
 * Connects, measures the venue's clock and reads what it lists. Where that can't be had the connection
 * is given all the same, and tries again by itself: until then it places nothing.
 * @throws {Error} for `Test`: Coinbase's sandbox answers with figures that never change.
 * @throws {TypeError} for a secret that is no key.
 */
export async function connectCoinbase(
  setup: VenueSetup,
  // An account may have been given more than everybody has.
  keyBudgets: Readonly<Record<string, BudgetRule>> = KEY_BUDGETS,
): Promise<VenueConnection> {
  if (setup.network === 'Test') throw new Error('Coinbase has no test network that trades.');
  const limits = { ...LIMITS, ...setup.limits };
  const signer = await loadCoinbaseSigner(setup.credentials, setup.network);
  const { clock } = setup;
  const address = setup.address ?? createAddressBudget({ clock, budgets: ADDRESS_BUDGETS });
  const shared = lineSetup(setup, signer);
  const openLine = createLine({ ...shared, name: `${setup.name}/public`, budgets: {}, address });
  const keyLine =
    setup.credentials === null
      ? null
      : createLine({ ...shared, name: `${setup.name}/key`, budgets: keyBudgets, address });
  const streams = new Set<Stream>();
  const venueClock = new VenueClock(clock);
  const wire = new Wire({
    signer,
    lines: { open: openLine, key: keyLine },
    clock,
    venueClock,
    limits,
    onKeyRefused: () => void measureClock(wire, setup, venueClock),
  });
  const parts = partsOf({ setup, limits, signer, wire, venueClock }, streams);
  const refresh = async () => {
    await measureClock(wire, setup, venueClock);
    return parts.readInstruments();
  };
  const market = createMarketDataClient(parts);
  const execution = keyLine === null ? null : createExecutionClient(parts);
  await refresh();
  const stop = every(setup, limits.refreshMs, refresh);
  return {
    market,
    execution,
    refresh,
    health: () => ({
      lines: [openLine, ...(keyLine === null ? [] : [keyLine])].map((line) => line.health()),
      streams: [...streams].map((stream) => stream.health()),
      clockOffset: venueClock.offset(),
      instrumentsAt: parts.listings.at,
    }),
    async close() {
      stop();
      await Promise.all([market.close(), execution?.close()]);
      await Promise.all([openLine.close(), keyLine?.close()]);
    },
  };
}

function lineSetup(
  setup: VenueSetup,
  { addresses }: CoinbaseSigner,
): Omit<LineSetup, 'name' | 'budgets' | 'address'> {
  const { clock, timers, credentials, onEvidence, onLatency } = setup;
  const api = addresses['rest'];
  return {
    clock,
    timers,
    origins: typeof api === 'string' ? [new URL(api).origin] : [],
    mostInFlight: 8,
    secrets: {
      headers: ['authorization', 'cb-access-key', 'cb-access-sign'],
      parameters: ['jwt', 'signature', 'api_key'],
      values: credentials === null ? [] : [credentials.secret],
    },
    ...(onEvidence === undefined ? {} : { onEvidence }),
    ...(onLatency === undefined ? {} : { onLatency }),
  };
}

async function measureClock(wire: Wire, { clock }: VenueSetup, venueClock: VenueClock) {
  const sent = clock.monotonicMs();
  const time = await wire.ask(open('time', 'time'), parseTime);
  if (time.kind === 'Told') venueClock.measured(time.value, sent, clock.monotonicMs());
}

function partsOf(
  given: Pick<CoinbaseParts, 'setup' | 'limits' | 'signer' | 'wire' | 'venueClock'>,
  streams: Set<Stream>,
): CoinbaseParts {
  const { setup, wire } = given;
  const listings = new Listings();
  return {
    ...given,
    listings,
    known: new KnownOrders(),
    readInstruments: async (): Promise<Answer<InstrumentList>> => {
      const call = open('instruments', 'market/products', { product_type: 'SPOT' });
      const answer = await wire.ask(call, parseProducts);
      if (answer.kind === 'Told') listings.replace(answer.value, setup.clock.now());
      return answer;
    },
    openStream: (options) => {
      for (const one of streams) if (one.health().state === 'Closed') streams.delete(one);
      const stream = openStream(options);
      streams.add(stream);
      return stream;
    },
  };
}

/** Again and again, each time after the last has ended; answers with what stops it. */
function every({ timers }: VenueSetup, ms: number, run: () => Promise<unknown>): () => void {
  let isStopped = false;
  let cancel: () => void = () => undefined;
  const next = () => {
    cancel = timers.after(ms, async () => {
      await run();
      if (!isStopped) next();
    });
  };
  next();
  return () => {
    isStopped = true;
    cancel();
  };
}
