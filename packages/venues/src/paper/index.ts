/**
 * A paper account in a venue's live market. It trades what the venue lists, as its books and trades
 * allow; nothing of it reaches the venue.
 */
import { addMs, compareTimes, type Ids, invariant, msBetween } from '@ultrathink/domain/kernel';
import { type InstrumentId, parseInstrument } from '@ultrathink/domain/market-data';
import type { VenueConnection, VenueSetup } from '../contract/connection.ts';
import type { ExecutionClient, Report } from '../contract/execution-client.ts';
import type { MarketDataClient } from '../contract/market-data-client.ts';
import { createExecutionClient } from './execution-client.ts';
import { Feed } from './feed.ts';
import { Matching } from './matching.ts';
import type { PaperLimits, PaperRates, PaperState } from './parts.ts';
import { type PaperLatency, Travel } from './travel.ts';

export { openingState, type PaperLimits, type PaperRates, type PaperState } from './parts.ts';
export { parsePaperState } from './state.ts';
export type { PaperLatency } from './travel.ts';

export interface PaperSetup
  extends Pick<
    VenueSetup,
    'name' | 'instruments' | 'clock' | 'timers' | 'onEvidence' | 'onLatency'
  > {
  /** Whose market it is. It stays the caller's: many accounts may share it, and none closes it. */
  readonly venue: VenueConnection;
  /** Of orders and fills: never the same again, not after a restart either. */
  readonly ids: Ids;
  readonly rates: (instrument: InstrumentId) => PaperRates;
  readonly latency: PaperLatency;
  /** `openingState(balances)`, or what `parsePaperState` made of an earlier `state()`. */
  readonly state: PaperState;
  readonly limits?: Partial<PaperLimits>;
}

export interface PaperConnection extends VenueConnection {
  readonly execution: ExecutionClient;
  /** All of it as JSON text. It changes with each report, and when the dead man's switch is armed. */
  state(): string;
}

const LIMITS: PaperLimits = { workingMost: 1_000, endedMost: 10_000, fillsMost: 50_000 };

/** Where the venue's list can't be read it is tried again; until then it places nothing. */
export async function connectPaper(setup: PaperSetup): Promise<PaperConnection> {
  const { venue } = setup;
  const account = openAccount(setup);
  const { feed, execution, state } = account;
  await feed.readList();
  return {
    market: paperMarket(venue.market),
    execution,
    state,
    async refresh() {
      const answer = await venue.refresh();
      feed.learn(answer);
      return answer;
    },
    health: () => venue.health(),
    close: () => execution.close(),
  };
}

function openAccount(setup: PaperSetup) {
  const { clock, timers, venue, instruments, rates } = setup;
  const now = () => clock.now();
  const travel = new Travel(setup);
  const listeners = new Set<(report: Report) => void>();
  let { deadManAt } = setup.state;
  let stopAlarm: () => void = () => undefined;
  const matching: Matching = new Matching({
    market: {
      instrument: instrumentOf,
      terms: (id) => feed.listed(id)?.terms,
      book: (id) => feed.book(id),
      rates,
    },
    limits: { ...LIMITS, ...setup.limits },
    now,
    nextId: () => setup.ids.next(),
    state: setup.state,
    tell: (report) => {
      for (const listener of listeners) travel.tell(() => listener(report));
    },
  });
  const ring = () => {
    matching.onTime();
    if (deadManAt !== null && deadManAt <= now()) {
      deadManAt = null;
      matching.cancelAll(null);
    }
    setAlarm();
  };
  const setAlarm = () => {
    stopAlarm();
    const times = [matching.nextEnd(), deadManAt].flatMap((at) => at ?? []).sort(compareTimes);
    const [next] = times;
    if (next !== undefined) stopAlarm = timers.after(Math.max(0, msBetween(now(), next)), ring);
  };
  const feed: Feed = new Feed({
    market: venue.market,
    instruments,
    timers,
    onBook: (id) => matching.onBook(id),
    onTrade: (trade) => matching.onTrade(trade),
  });
  // What fell due while nobody was there happens first.
  ring();
  feed.open();
  const execution = createExecutionClient({
    instruments,
    now,
    feed,
    matching,
    travel,
    venue: venue.market.venue,
    rates,
    listeners,
    armDeadMan(seconds) {
      deadManAt = seconds === 0 ? null : addMs(now(), seconds * 1_000);
    },
    onChange: setAlarm,
    async close() {
      stopAlarm();
      listeners.clear();
      await feed.close();
    },
  });
  return { feed, execution, state: () => JSON.stringify({ ...matching.state(), deadManAt }) };
}

function instrumentOf(id: InstrumentId) {
  const parsed = parseInstrument(id);
  invariant(parsed.ok, `${id} is no instrument.`);
  return parsed.value;
}

/** Paper has no pairs of orders of which one cancels the other, whatever the venue has. */
function paperMarket(market: MarketDataClient): MarketDataClient {
  return {
    venue: market.venue,
    async instruments() {
      const answer = await market.instruments();
      if (answer.kind === 'NoInformation') return answer;
      const listed = answer.value.listed.map((one) =>
        one.can.protection === 'NATIVE_OCO'
          ? { ...one, can: { ...one.can, protection: 'NATIVE_STOP' as const } }
          : one,
      );
      return { ...answer, value: { ...answer.value, listed } };
    },
    time: () => market.time(),
    bars: (query) => market.bars(query),
    trades: (instrument) => market.trades(instrument),
    subscribe: (instruments, onEvent) => market.subscribe(instruments, onEvent),
    // The venue's own is the caller's to close.
    close: async () => undefined,
  };
}
