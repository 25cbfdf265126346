/** Coinbase Advanced Trade. */
import type { Clock } from '@ultrathink/domain/kernel';
import type { Answer } from '../contract/answer.ts';
import type { VenueConnection, VenueSetup } from '../contract/connection.ts';
import type { InstrumentList } from '../contract/market-data-client.ts';
import {
  type BudgetRule,
  ClockOffset,
  createAddressBudget,
  createLine,
  keepOffset,
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
      : createLine({
          ...shared,
          name: `${setup.name}/key`,
          budgets: keyBudgets,
          address,
          // The cheapest question of the key, so that orders go on without anybody asking.
          onHalfOpen: () => void execution?.permissions(),
        });
  const streams = new Set<Stream>();
  const venueClock = new ClockOffset(clock);
  const wire = new Wire({
    signer,
    lines: { open: openLine, key: keyLine },
    clock,
    venueClock,
    limits,
    onKeyRefused: () => keeper.refused(),
  });
  // What is asked before the first measurement is asked by our own time of day.
  await measure(wire, venueClock, clock);
  const keeper = keepOffset({
    offset: venueClock,
    clock,
    timers: setup.timers,
    ask: () => askTime(wire),
    everyMs: limits.refreshMs,
    ...(setup.onClockJump === undefined ? {} : { onJump: setup.onClockJump }),
  });
  const parts = partsOf({ setup, limits, signer, wire, venueClock }, streams);
  const market = createMarketDataClient(parts);
  const execution = keyLine === null ? null : createExecutionClient(parts);
  await parts.readInstruments();
  const stop = every(setup, limits.refreshMs, parts.lookAgain);
  return {
    market,
    execution,
    async refresh() {
      await measure(wire, venueClock, clock);
      return parts.readInstruments();
    },
    health: () => ({
      lines: [openLine, ...(keyLine === null ? [] : [keyLine])].map((line) => line.health()),
      streams: [...streams].map((stream) => stream.health()),
      clockOffset: venueClock.offset(),
      instrumentsAt: parts.listings.at,
    }),
    async close() {
      stop();
      keeper.close();
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

async function askTime(wire: Wire) {
  const time = await wire.ask(open('time', 'time'), parseTime);
  if (time.kind === 'NoInformation') return null;
  return { venue: time.value, durationMs: time.evidence.durationMs };
}

async function measure(wire: Wire, venueClock: ClockOffset, clock: Clock): Promise<void> {
  const told = await askTime(wire);
  const receivedMs = clock.monotonicMs();
  if (told !== null) venueClock.measured(told.venue, receivedMs - told.durationMs, receivedMs);
}

function partsOf(
  given: Pick<CoinbaseParts, 'setup' | 'limits' | 'signer' | 'wire' | 'venueClock'>,
  streams: Set<Stream>,
): CoinbaseParts {
  const { setup, wire } = given;
  const listings = new Listings();
  const ask = (params: object) =>
    wire.ask(
      open('instruments', 'market/products', { product_type: 'SPOT', ...params }),
      parseProducts,
    );
  const readInstruments = async (): Promise<Answer<InstrumentList>> => {
    const answer = await ask({});
    if (answer.kind === 'Told') listings.replace(answer.value, setup.clock.now());
    return answer;
  };
  return {
    ...given,
    listings,
    known: new KnownOrders(),
    readInstruments,
    async lookAgain() {
      const own = setup.instruments.flatMap((id) => listings.find(id)?.symbol ?? []);
      if (own.length === 0 || own.length < setup.instruments.length) {
        await readInstruments();
        return;
      }
      const answer = await ask({ product_ids: own });
      if (answer.kind === 'NoInformation') return;
      const told = new Set(answer.value.listed.map(({ symbol }) => symbol));
      if (own.every((symbol) => told.has(symbol))) {
        listings.update(answer.value.listed, setup.clock.now());
      } else await readInstruments();
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
