/** Kraken spot. */

import { type CcxtSigner, loadSigner } from '../common/ccxt.ts';
import type { Answer } from '../contract/answer.ts';
import type { VenueConnection, VenueSetup } from '../contract/connection.ts';
import type { InstrumentList } from '../contract/market-data-client.ts';
import {
  ClockOffset,
  createAddressBudget,
  createLine,
  keepOffset,
  type LineSetup,
  openStream,
  type Stream,
} from '../line/index.ts';
import { open } from './calls.ts';
import { createExecutionClient } from './execution-client.ts';
import { KnownOrders } from './known-orders.ts';
import { ADDRESS_BUDGETS, KRAKEN_TIERS, type KrakenTier, keyBudgets, LIMITS } from './limits.ts';
import { Listings } from './listings.ts';
import { createMarketDataClient } from './market-data-client.ts';
import { readListing } from './parse-listings.ts';
import { readSystemStatus, readTime } from './parse-market.ts';
import type { KrakenParts } from './parts.ts';
import { createSigner } from './signer.ts';
import { Wire } from './wire.ts';

export { KRAKEN_TIERS, type KrakenTier } from './limits.ts';

/**
 * Connects, measures the venue's clock and reads what it lists. Where that can't be had the connection
 * is given all the same, and tries again by itself: until then it places nothing. `tier` is what the
 * account's verification lets it do.
 * @throws {Error} for `Test`: Kraken spot has no test network that is open to everybody.
 */
export async function connectKraken(
  setup: VenueSetup,
  tier: KrakenTier = KRAKEN_TIERS.Intermediate,
): Promise<VenueConnection> {
  if (setup.network === 'Test') throw new Error('Kraken spot has no open test network.');
  const limits = { ...LIMITS, ...setup.limits };
  const signer = await loadSigner('kraken', setup.credentials, setup.network);
  const { clock } = setup;
  const address = setup.address ?? createAddressBudget({ clock, budgets: ADDRESS_BUDGETS });
  const shared = lineSetup(setup, signer);
  const openLine = createLine({
    ...shared,
    name: `${setup.name}/public`,
    mostInFlight: 4,
    budgets: {},
    address,
  });
  const keyLine =
    setup.credentials === null
      ? null
      : createLine({
          ...shared,
          name: `${setup.name}/key`,
          // The numbers of a key have to arrive in order.
          mostInFlight: 1,
          budgets: keyBudgets(tier, setup.instruments),
          address,
          // The cheapest question of the key, so that orders go on without anybody asking.
          onHalfOpen: () => void execution?.permissions(),
        });
  const streams = new Set<Stream>();
  const venueClock = new ClockOffset(clock, TIME_STEP_MS);
  const wire = new Wire({
    sign: createSigner(signer, setup.credentials?.key ?? null, () => venueClock.now()),
    lines: { open: openLine, key: keyLine },
    clock,
    limits,
    counterMost: tier.counter.most,
    onTimeDoubted: () => keeper.refused(),
  });
  const { addresses } = signer;
  const { parts, refresh } = assemble({ setup, limits, wire, venueClock, addresses }, streams);
  // What is asked before the first measurement is asked by our own time of day.
  await measureClock(parts);
  const keeper = keepOffset({
    offset: venueClock,
    clock,
    timers: setup.timers,
    ask: () => askTime(wire),
    everyMs: limits.refreshMs,
    ...(setup.onClockJump === undefined ? {} : { onJump: setup.onClockJump }),
  });
  const market = createMarketDataClient(parts);
  const execution = keyLine === null ? null : createExecutionClient(parts);
  await parts.readInstruments();
  const stop = every(setup, limits.refreshMs, refresh);
  return {
    market,
    execution,
    refresh,
    health: () => ({
      lines: [openLine, ...(keyLine === null ? [] : [keyLine])].map((line) => line.health()),
      streams: [...streams].map((stream) => stream.health()),
      clockOffset: parts.venueClock.offset(),
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
  { addresses }: CcxtSigner,
): Pick<LineSetup, 'clock' | 'timers' | 'origins' | 'secrets' | 'onEvidence' | 'onLatency'> {
  const { clock, timers, credentials, onEvidence, onLatency } = setup;
  const apis = [addresses['public'], addresses['private']];
  const origins = apis.flatMap((url) => (typeof url === 'string' ? [new URL(url).origin] : []));
  return {
    clock,
    timers,
    origins: [...new Set(origins)],
    secrets: {
      headers: ['api-key', 'api-sign'],
      // GetWebSocketsToken answers with a secret; GetApiKeyInfo with the key and the account's name.
      parameters: ['token', 'otp', 'apiKey', 'iban'],
      values: credentials === null ? [] : [credentials.secret, credentials.key],
    },
    ...(onEvidence === undefined ? {} : { onEvidence }),
    ...(onLatency === undefined ? {} : { onLatency }),
  };
}

function assemble(
  given: Pick<KrakenParts, 'setup' | 'limits' | 'wire' | 'venueClock' | 'addresses'>,
  streams: Set<Stream>,
) {
  const { setup, wire } = given;
  const listings = new Listings();
  const readInstruments = () => readListings(wire, listings, setup);
  const parts: KrakenParts = {
    ...given,
    listings,
    known: new KnownOrders(),
    readInstruments,
    lookAgain: () => void readInstruments(),
    openStream: (options) => {
      for (const one of streams) if (one.health().state === 'Closed') streams.delete(one);
      const stream = openStream(options);
      streams.add(stream);
      return stream;
    },
  };
  const refresh = async () => {
    await measureClock(parts);
    return readInstruments();
  };
  return { parts, refresh };
}

/** The venue tells its time in whole seconds. */
const TIME_STEP_MS = 1_000;

async function askTime(wire: Wire) {
  const time = await wire.ask(open('time', 'Time'), readTime);
  if (time.kind === 'NoInformation') return null;
  return { venue: time.value, durationMs: time.evidence.durationMs };
}

async function measureClock({ wire, setup, venueClock }: KrakenParts): Promise<void> {
  const told = await askTime(wire);
  const receivedMs = setup.clock.monotonicMs();
  if (told !== null) venueClock.measured(told.venue, receivedMs - told.durationMs, receivedMs);
}

/** Assets, pairs and the system's own status: all three, or no information. */
async function readListings(
  wire: Wire,
  listings: Listings,
  { clock }: VenueSetup,
): Promise<Answer<InstrumentList>> {
  const whole = (body: string) => ({ ok: true, value: body }) as const;
  const system = await wire.ask(open('status', 'SystemStatus'), readSystemStatus);
  if (system.kind === 'NoInformation') return system;
  const assets = await wire.ask(open('instruments', 'Assets'), whole);
  if (assets.kind === 'NoInformation') return assets;
  const answer = await wire.ask(open('instruments', 'AssetPairs'), (pairs) =>
    readListing(assets.value, pairs),
  );
  if (answer.kind === 'NoInformation') return answer;
  listings.replace(answer.value, system.value, clock.now());
  return { ...answer, value: { listed: listings.pairs(), refused: answer.value.refused } };
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
