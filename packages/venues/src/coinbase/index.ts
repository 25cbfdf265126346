/** Coinbase Advanced Trade. */
import { type CommonParts, connectVenue } from '../common/connect.ts';
import type { Answer } from '../contract/answer.ts';
import type { VenueConnection, VenueSetup } from '../contract/connection.ts';
import type { InstrumentList } from '../contract/market-data-client.ts';
import type { BudgetRule } from '../line/index.ts';
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
 * Where something can't be had the connection is given all the same; see `common/connect.ts`.
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
  const { clock, credentials } = setup;
  const signer = await loadCoinbaseSigner(credentials, setup.network);
  return connectVenue<Wire, CoinbaseParts>(setup, {
    limits,
    apis: [signer.addresses['rest']],
    secrets: {
      headers: ['authorization', 'cb-access-key', 'cb-access-sign'],
      parameters: ['jwt', 'signature', 'api_key'],
      values: credentials === null ? [] : [credentials.secret],
    },
    addressBudgets: ADDRESS_BUDGETS,
    keyBudgets,
    mostInFlight: { open: 8, key: 8 },
    wire: ({ lines, venueClock, onTimeDoubted: onKeyRefused }) =>
      new Wire({ signer, lines, clock, venueClock, limits, onKeyRefused }),
    askTime: (wire) => wire.ask(open('time', 'time'), parseTime),
    parts: (common) => partsOf(common, signer),
    market: createMarketDataClient,
    execution: createExecutionClient,
    onHalfOpen: (key) => key.permissions(),
    round: ({ lookAgain }) => lookAgain(),
    instrumentsAt: ({ listings }) => listings.at,
  });
}

function partsOf(common: CommonParts<Wire>, signer: CoinbaseSigner): CoinbaseParts {
  const { setup, wire } = common;
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
    ...common,
    signer,
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
  };
}
