/** Kraken spot. */
import { type AddressTree, loadSigner } from '../common/ccxt.ts';
import { type CommonParts, connectVenue } from '../common/connect.ts';
import type { Answer } from '../contract/answer.ts';
import type { VenueConnection, VenueSetup } from '../contract/connection.ts';
import type { InstrumentList } from '../contract/market-data-client.ts';
import { open } from './calls.ts';
import { createExecutionClient } from './execution-client.ts';
import { KnownOrders } from './known-orders.ts';
import {
  ADDRESS_BUDGETS,
  KRAKEN_TIERS,
  type KrakenTier,
  keptForCancels,
  keyBudgets,
  LIMITS,
} from './limits.ts';
import { Listings } from './listings.ts';
import { createMarketDataClient } from './market-data-client.ts';
import { readListing } from './parse-listings.ts';
import { readSystemStatus, readTime } from './parse-market.ts';
import type { KrakenParts } from './parts.ts';
import { createSigner } from './signer.ts';
import { Wire } from './wire.ts';

export { KRAKEN_TIERS, type KrakenTier } from './limits.ts';

/** The venue tells its time in whole seconds. */
const TIME_STEP_MS = 1_000;

/**
 * Where something can't be had the connection is given all the same; see `common/connect.ts`. `tier`
 * is what the account's verification lets it do.
 * @throws {Error} for `Test`: Kraken spot has no test network that is open to everybody.
 */
export async function connectKraken(
  setup: VenueSetup,
  tier: KrakenTier = KRAKEN_TIERS.Intermediate,
): Promise<VenueConnection> {
  if (setup.network === 'Test') throw new Error('Kraken spot has no open test network.');
  const limits = { ...LIMITS, ...setup.limits };
  const { clock, credentials } = setup;
  const signer = await loadSigner('kraken', credentials, setup.network);
  const { addresses } = signer;
  return connectVenue<Wire, KrakenParts>(setup, {
    limits,
    apis: [addresses['public'], addresses['private']],
    secrets: {
      headers: ['api-key', 'api-sign'],
      // GetWebSocketsToken answers with a secret; GetApiKeyInfo with the key and the account's name.
      parameters: ['token', 'otp', 'apiKey', 'iban'],
      values: credentials === null ? [] : [credentials.secret, credentials.key],
    },
    addressBudgets: ADDRESS_BUDGETS,
    keyBudgets: keyBudgets(tier, setup.instruments),
    // The numbers of a key have to arrive in order.
    mostInFlight: { open: 4, key: 1 },
    clockStepMs: TIME_STEP_MS,
    wire: ({ lines, venueClock, onTimeDoubted }) =>
      new Wire({
        sign: createSigner(signer, credentials?.key ?? null, () => venueClock.now()),
        lines,
        clock,
        limits,
        counterMost: tier.counter.most,
        onTimeDoubted,
      }),
    askTime: (wire) => wire.ask(open('time', 'Time'), readTime),
    parts: (common) => partsOf(common, addresses, keptForCancels(tier)),
    market: createMarketDataClient,
    execution: createExecutionClient,
    onHalfOpen: (key) => key.permissions(),
    round: (_, refresh) => refresh(),
    instrumentsAt: ({ listings }) => listings.at,
  });
}

function partsOf(common: CommonParts<Wire>, addresses: AddressTree, kept: number): KrakenParts {
  const listings = new Listings();
  const readInstruments = () => readListings(common.wire, listings, common.setup);
  return {
    ...common,
    keptForCancels: kept,
    addresses,
    listings,
    known: new KnownOrders(),
    readInstruments,
    lookAgain: () => void readInstruments(),
  };
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
