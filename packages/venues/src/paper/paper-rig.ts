/** A paper account in a market that a test drives by hand, and in time that it lets pass. */
import {
  type Asset,
  addMs,
  type Decimal,
  decimal,
  makeUuidv7,
  type UtcTime,
  ZERO,
} from '@ultrathink/domain/kernel';
import {
  Book,
  type InstrumentId,
  instrumentOf,
  type LevelText,
  type Side,
} from '@ultrathink/domain/market-data';
import type { OrderTerms, VenueOrder } from '@ultrathink/domain/trading';
import type { Evidence, Outcome } from '../contract/answer.ts';
import type { TradingStatus, VenueInstrument } from '../contract/capabilities.ts';
import type { VenueConnection } from '../contract/connection.ts';
import type { OrderRef, Report } from '../contract/execution-client.ts';
import type { MarketDataClient, MarketEvent } from '../contract/market-data-client.ts';
import { virtualTime } from '../line/virtual-time.ts';
import { connectPaper, openingState, type PaperSetup } from './index.ts';

export const ID = 'BTC/EUR' as InstrumentId;
const TIMES = ['Day', 'GoodTillCancel', 'ImmediateOrCancel', 'FillOrKill', 'GoodTillDate'] as const;

export const LISTED: VenueInstrument = {
  venue: 'scripted' as never,
  instrument: instrumentOf('BTC' as Asset, 'EUR' as Asset),
  symbol: 'BTCEUR',
  terms: {
    tickSize: decimal('1') as never,
    stepSize: decimal('0.1') as never,
    minQty: decimal('0.1') as never,
    maxQty: null,
    minNotional: null,
  },
  status: 'Open',
  can: {
    ordTypes: {
      Limit: TIMES,
      Market: ['ImmediateOrCancel', 'FillOrKill'],
      Stop: ['GoodTillCancel'],
      StopLimit: ['GoodTillCancel'],
      MarketIfTouched: ['GoodTillCancel'],
      LimitIfTouched: ['GoodTillCancel'],
    },
    postOnly: true,
    protection: 'NATIVE_OCO',
  },
};

let ids = 0;
const newId = () => {
  ids += 1;
  return makeUuidv7(1_795_000_000_000 + ids, new Uint8Array(10)) as never;
};

export function balance(asset: string, total: string) {
  return { asset: asset as Asset, total: decimal(total), held: ZERO };
}

export function limit(price: number): OrderTerms {
  return { ordType: 'Limit', price: decimal(`${price}`) as never };
}

export function anOrder(changes: Partial<VenueOrder> & { readonly qty?: string } = {}): VenueOrder {
  const { qty = '1', ...rest } = changes;
  const isMarket = rest.terms?.ordType === 'Market';
  return {
    clOrdId: newId(),
    instrument: ID,
    side: 'Buy',
    orderQty: decimal(qty) as never,
    terms: limit(100),
    timeInForce: isMarket ? 'ImmediateOrCancel' : 'GoodTillCancel',
    expireTime: null,
    isPostOnly: false,
    ...rest,
  };
}

/** The next request and its answer, and whatever is reported of them. */
const ROUND_MS = 100;

type Changes = Partial<Omit<PaperSetup, 'venue' | 'clock' | 'timers'>> & {
  readonly time?: ReturnType<typeof virtualTime>;
};

export async function paperRig({ time = virtualTime(), ...changes }: Changes = {}) {
  const { venue, tell, isSubscribed } = scriptedVenue();
  const evidence: Evidence[] = [];
  const paper = await connectPaper({
    name: 'scripted/paper',
    venue,
    instruments: [ID],
    clock: time.clock,
    timers: time.timers,
    onEvidence: (one) => evidence.push(one),
    ids: { next: newId },
    rates: () => ({ maker: ZERO, taker: ZERO }),
    latency: { toVenueMs: 20, fromVenueMs: 30 },
    state: openingState([balance('EUR', '10000'), balance('BTC', '100')]),
    ...changes,
  });
  const { execution } = paper;
  const heard: Report[] = [];
  execution.subscribe((report) => heard.push(report));
  const book = new Book();
  const urgency = () => ({ notAfter: addMs(time.clock.now(), 1_000) });
  const done = <T>(asked: Promise<T>): Promise<T> => {
    time.pass(ROUND_MS);
    return asked;
  };
  return {
    ...{ paper, execution, time, heard, evidence, urgency, done, isSubscribed },
    show(bids: readonly LevelText[], asks: readonly LevelText[]) {
      book.apply({ kind: 'Snapshot', last: 1, bids, asks, at: time.clock.now() });
      tell({ kind: 'Book', instrument: ID, book });
    },
    lose() {
      tell({ kind: 'BookLost', instrument: ID, why: { code: 'NoSnapshot' } });
    },
    setStatus: (status: TradingStatus) => tell({ kind: 'Status', instrument: ID, status }),
    trade(side: Side, price: number, qty: string, told: { id?: string; at?: UtcTime } = {}) {
      const { id: tradeId = newId(), at = time.clock.now() } = told;
      const [px, quantity] = [decimal(`${price}`) as never, decimal(qty) as never];
      const trade = { instrument: ID, tradeId, price: px, quantity, side, at };
      tell({ kind: 'Trade', trade });
    },
    ref: (order: VenueOrder, orderId: string | null = null): OrderRef => ({
      clOrdId: order.clOrdId,
      orderId,
      instrument: order.instrument,
      sentAt: addMs(time.clock.now(), -1_000),
    }),
    place: (order: VenueOrder) => done(execution.place(order, urgency())),
    async find(order: VenueOrder) {
      const ref = { clOrdId: order.clOrdId, orderId: null, instrument: ID };
      const found = await done(execution.find({ ...ref, sentAt: time.clock.now() }));
      if (found.kind !== 'Told' || found.value === null) throw new Error('It was not found.');
      const { ordStatus, cumQty, text } = found.value;
      return { ordStatus, cumQty: String(cumQty), text };
    },
    async funds(asset: string): Promise<{ total: string; held: string }> {
      const told = await done(execution.balances());
      const own = told.kind === 'Told' ? told.value.find((one) => one.asset === asset) : undefined;
      return { total: String(own?.total), held: String(own?.held) };
    },
  };
}

export function accepted<T>(outcome: Outcome<T> | null): T {
  if (outcome?.kind !== 'Accepted') {
    throw new Error(`It was not accepted: ${JSON.stringify(outcome)}`);
  }
  return outcome.value;
}

export const texts = (fills: readonly { lastQty: Decimal; lastPx: Decimal }[]) =>
  fills.map(({ lastQty, lastPx }) => `${lastQty} at ${lastPx}`);

function scriptedVenue() {
  let listener: ((event: MarketEvent) => void) | null = null;
  const list = {
    kind: 'Told',
    value: { listed: [LISTED], refused: [] },
    evidence: null as never,
  } as const;
  const none = async () =>
    ({ kind: 'NoInformation', detail: 'scripted', notSent: null, evidence: null }) as const;
  const market: MarketDataClient = {
    venue: LISTED.venue,
    instruments: async () => list,
    time: none,
    bars: none,
    trades: none,
    subscribe(_, onEvent) {
      listener = onEvent;
      return {
        async close() {
          listener = null;
        },
      };
    },
    close: async () => undefined,
  };
  const venue: VenueConnection = {
    market,
    execution: null,
    refresh: async () => list,
    health: () => ({ lines: [], streams: [], clockOffset: null, instrumentsAt: null }),
    close: async () => undefined,
  };
  return {
    venue,
    tell: (event: MarketEvent) => listener?.(event),
    isSubscribed: () => listener !== null,
  };
}
