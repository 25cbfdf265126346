/** A venue on the simulator: everything may be done to it. */
import { addMs, fromEpochMs, toEpochMs } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import {
  fixed,
  formatFixed,
  realClock,
  type Simulator,
  startSimulator,
} from '@ultrathink/venue-simulator';
import type { Credentials, VenueConnection, VenueSetup } from '../src/index.ts';
import { realTimers } from '../src/line/index.ts';
import { type Relay, startRelay } from './relay.ts';
import type { Controls, Ground, Target } from './target.ts';

export interface SimulatedVenue
  extends Pick<Target, 'shortestAcceptanceMs' | 'numbersBooks'>,
    Partial<Pick<Target, 'numbersReports' | 'reportsBalances' | 'namesByOwnId'>> {
  readonly venue: 'binance' | 'coinbase' | 'kraken';
  readonly connect: (setup: VenueSetup) => Promise<VenueConnection>;
  /** Where the venue has keys of a form of its own. */
  readonly credentials?: Credentials;
}

const INSTRUMENT = 'BTC/USDT';
const OWNER = 'ann';
const STRANGER = 'bob';
const CREDENTIALS = { key: 'a-key', secret: 'c2VjcmV0IG9mIHRoZSBzaW11bGF0b3I=' };

export const testClock = {
  now: () => fromEpochMs(Date.now()),
  monotonicMs: () => performance.now(),
};

/** Two hours: enough for bars, and made in some milliseconds. */
const HISTORY_MS = 2 * 3600_000;

export function simulated(venue: SimulatedVenue): Target {
  return {
    name: `${venue.venue} on the simulator`,
    instrument: INSTRUMENT as InstrumentId,
    hasControls: true,
    notional: 200,
    shortestAcceptanceMs: venue.shortestAcceptanceMs,
    numbersBooks: venue.numbersBooks,
    numbersReports: venue.numbersReports ?? false,
    reportsBalances: venue.reportsBalances ?? true,
    namesByOwnId: venue.namesByOwnId ?? true,
    start: () => start(venue),
  };
}

async function start({ venue, connect, ...given }: SimulatedVenue): Promise<Ground> {
  const { credentials = CREDENTIALS } = given;
  const simulator = await startSimulator({
    seed: `conformance of ${venue}`,
    clock: realClock(),
    port: 0,
    stepMs: 20,
    historyMs: HISTORY_MS,
  });
  const relay = await startRelay(simulator.port);
  const controls = controlsOf(simulator, venue, relay, credentials);
  addCustomer(simulator, venue, credentials);
  for (const owner of [OWNER, STRANGER]) {
    for (const [asset, amount] of [
      ['USDT', '1000000'],
      ['BTC', '20'],
    ] as const) {
      simulator.venue(venue).world.venue.funds.move(owner, asset, fixed(amount));
    }
  }
  return {
    connect: (changes) =>
      connect({
        name: `${venue}/conformance`,
        credentials,
        network: { origin: `http://127.0.0.1:${relay.port}/${venue}` },
        instruments: [INSTRUMENT as InstrumentId],
        clock: testClock,
        timers: realTimers,
        random: Math.random,
        ...changes,
      }),
    controls,
    async close() {
      await relay.close();
      await simulator.close();
    },
  };
}

function addCustomer(
  simulator: Simulator,
  venue: string,
  { key, secret }: Credentials,
  rights = { mayTrade: true, mayWithdraw: false, isAddressBound: true },
): void {
  simulator.venue(venue).world.customers.add({
    key,
    secret,
    passphrase: null,
    owner: OWNER,
    mayTrade: rights.mayTrade,
    mayWithdraw: rights.mayWithdraw,
    addresses: rights.isAddressBound ? ['127.0.0.1'] : null,
    createdAt: 0,
    rateFactor: 1000,
  });
}

function controlsOf(simulator: Simulator, venue: string, relay: Relay, own: Credentials): Controls {
  const { world, faults } = simulator.venue(venue);
  let keys = 0;
  const submit = (
    owner: string,
    order: { side: 'Buy' | 'Sell'; quantity: string; price: string },
  ) => {
    const now = Date.now();
    const reports = world.venue.submit(
      {
        owner,
        clientId: null,
        instrument: INSTRUMENT,
        side: order.side,
        type: 'Limit',
        qty: fixed(order.quantity),
        quoteQty: null,
        price: fixed(order.price),
        stopPrice: null,
        timeInForce: owner === STRANGER ? 'ImmediateOrCancel' : 'GoodTillCancel',
        expiresAt: null,
        postOnly: false,
        selfTrade: 'CancelTaker',
      },
      now,
    );
    world.tell(reports, now);
  };
  return {
    relay,
    strike: (rule) => void faults.add(rule),
    clearFaults: () => faults.clear(),
    setState: (state) => {
      const market = world.market(INSTRUMENT);
      if (market !== undefined) market.state = state;
    },
    setMoving: (isMoving) => world.setMoving(INSTRUMENT, isMoving),
    best: (side) => formatFixed(world.market(INSTRUMENT)?.book.best(side) ?? 0n),
    counter: (order) => submit(STRANGER, order),
    placeElsewhere: (order) => submit(OWNER, order),
    ordersNamed: (clOrdId) =>
      [...world.venue.orders(OWNER)].filter(
        ({ clientId, status }) => clientId === clOrdId && status !== 'Rejected',
      ).length,
    addKey: (rights) => {
      keys += 1;
      const credentials = { ...own, key: `${own.key}-${keys}` };
      addCustomer(simulator, venue, credentials, rights);
      return credentials;
    },
  };
}

/** A clock that somebody has set wrong, and may set again. */
export function wrongClock(byMs: number) {
  let offsetMs = byMs;
  return {
    now: () => addMs(testClock.now(), offsetMs),
    monotonicMs: testClock.monotonicMs,
    set: (ms: number) => {
      offsetMs = ms;
    },
    wrongByMs: () => toEpochMs(addMs(testClock.now(), offsetMs)) - Date.now(),
  };
}
