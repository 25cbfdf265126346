/**
 * P4: one order through `step` (routing with its receipt, every check, holds, the new state), on one
 * core, against one SHA-256 of the record that the journal keeps of it. Three venues of twenty levels
 * each side, two hundred orders working. One lane gives every order books it has not seen, the other
 * the books of the order before: between two updates of a book many orders may come. Where the time
 * goes is sampled by the profiler afterwards, and told in shares. Times are CPU time of the thread.
 */
import { hash } from 'node:crypto';
import {
  type EngineState,
  type Input,
  type InputId,
  JOURNAL_VERSION,
  type MarketSlice,
  type Moment,
  recordText,
  step,
} from '@ultrathink/domain/engine/core';
import {
  aMarketVenue,
  aMoment,
  aSlice,
  aWorld,
  placing,
  px,
  qty,
  VENUES,
} from '@ultrathink/domain/engine/core/testing';
import type { UtcTime } from '@ultrathink/domain/kernel';
import { type Bar, type BarResult, micros } from './lib/bar.ts';
import { type Place, sharesOf } from './lib/profile.ts';
import { inTurns, ratioSpread, spreadOf } from './lib/rounds.ts';

const ROUNDS = 7;
const ORDERS = 1_000;
const WARM_UP = 3;
const WORKING = 200;
const LEVELS = 20;
const GOAL_PER_SECOND = 50_000;

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

/** The same every time: 0 to 1. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

function sliceOf(at: UtcTime, chance: () => number): MarketSlice {
  const side = (best: number, step: number): [string, string][] =>
    Array.from({ length: LEVELS }, (_, n) => [
      (best + n * step).toFixed(2),
      (0.5 + chance() * 3).toFixed(8),
    ]);
  const venues = VENUES.map((venue, n) => {
    const [bids, asks] = [side(99.98 - n * 0.01, -0.01), side(100.02 + n * 0.01, 0.01)];
    return aMarketVenue(venue, at, { book: { kind: 'Good', last: 1, at, bids, asks } });
  });
  return aSlice(at, { venues });
}

interface Asked {
  readonly input: Input & { readonly id: InputId };
  readonly moment: Moment;
}

/** Halves of buys and sells, of what rests and what does not; most cross several levels. */
function asked(n: number, slice: MarketSlice, moment: Moment): Asked {
  const isBuy = n % 2 === 0;
  const input = placing(n, {
    side: isBuy ? 'Buy' : 'Sell',
    orderQty: qty(n % 3 === 0 ? '8.125' : '0.75'),
    terms: { ordType: 'Limit', price: px(isBuy ? '100.30' : '99.70') },
    timeInForce: n % 4 < 2 ? 'ImmediateOrCancel' : 'GoodTillCancel',
  });
  return { input, moment: { ...moment, market: slice } };
}

/** Orders that rest, so that a decision is made among others. */
function busyWorld(): EngineState {
  let state = aWorld();
  for (let n = 0; n < WORKING; n += 1) {
    const isBuy = n % 2 === 0;
    const input = placing(100_000 + n, {
      side: isBuy ? 'Buy' : 'Sell',
      orderQty: qty(`${1 + n / 1_000}`),
      terms: { ordType: 'Limit', price: px(isBuy ? '98' : '102') },
    });
    state = step(state, input, aMoment(0), sha256).state;
  }
  return state;
}

const record = (state: EngineState, { input, moment }: Asked) => ({
  sequence: 1,
  epoch: 1,
  at: moment.at,
  ms: moment.ms,
  version: JOURNAL_VERSION,
  input,
  market: moment.market,
  events: step(state, input, moment, sha256).events,
});

const within =
  (...parts: readonly string[]) =>
  (url: string): boolean =>
    parts.some((part) => url.includes(part));

const PLACES: readonly Place[] = [
  { name: 'routing and receipt', matches: within('/trading/routing/') },
  { name: 'checks', matches: within('/risk/', '/compliance/') },
  { name: 'apply', matches: (url, name) => url.endsWith('/core/draft.ts') && name === 'add' },
  { name: 'facts and plan', matches: within('/core/placing/', '/core/handlers/') },
];

const UNITS = 1_000_000;

/** Of the thread's own CPU time, so that a busy machine hits all lanes alike; microseconds each. */
function timed(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / ORDERS;
}

async function run(): Promise<BarResult> {
  const state = busyWorld();
  const moment = aMoment(600);
  const chance = chances(7);
  const numbers = Array.from({ length: ORDERS }, (_, n) => n);
  const fresh = () => numbers.map((n) => asked(n, sliceOf(moment.at, chance), moment));
  const kept = sliceOf(moment.at, chance);
  const same = numbers.map((n) => asked(n, kept, moment));
  const stepAll = (list: readonly Asked[]) => {
    for (const one of list) step(state, one.input, one.moment, sha256);
  };
  const records = same.map((one) => record(state, one));
  const texts = records.map(recordText);
  const placed = records.filter(({ events }) => events.some(({ type }) => type === 'ChildPlaced'));
  const bytes = texts.map((text) => Buffer.from(text));
  const lanes = {
    fresh: async () => {
      const list = fresh();
      return timed(() => stepAll(list));
    },
    same: async () => timed(() => stepAll(same)),
    codec: async () => timed(() => records.forEach((one) => void recordText(one))),
    hash: async () => timed(() => bytes.forEach((one) => void hash('sha256', one, 'hex'))),
  };
  for (let n = 0; n < WARM_UP; n += 1) for (const lane of Object.values(lanes)) await lane();
  const rounds = await inTurns(ROUNDS, lanes);
  const sampled = Array.from({ length: ROUNDS }, fresh);
  const shares = await sharesOf('step', PLACES, () => sampled.forEach(stepAll));
  const itself = (us: number) => us;
  const row = (what: string, list: readonly number[]) => {
    const { median, least, most } = spreadOf(list);
    const rate = Math.round(UNITS / median).toLocaleString('en');
    return { what, cells: [micros(median), `${micros(least)} to ${micros(most)}`, `${rate}/s`] };
  };
  const perSecond = UNITS / spreadOf(rounds.same).median;
  const ratio = ratioSpread(rounds.same, rounds.hash, itself);
  const parts = [...shares].sort(([, a], [, b]) => b - a);
  return {
    columns: ['each', 'spread', 'rate'],
    rows: [
      row('step, books no order has seen', rounds.fresh),
      row('step, books of the order before', rounds.same),
      row('record as text (codec)', rounds.codec),
      row('SHA-256 of that text', rounds.hash),
      ...parts.map(([name, share]) => ({
        what: `  of step: ${name}`,
        cells: ['', '', `${(share * 100).toFixed(0)} %`],
      })),
    ],
    met: perSecond >= GOAL_PER_SECOND,
    verdict:
      `${Math.round(perSecond).toLocaleString('en')} orders/s on one core, goal ` +
      `${GOAL_PER_SECOND.toLocaleString('en')}; one takes ${ratio.median.toFixed(0)} hashes of its record`,
    settings: {
      orders: ORDERS,
      placed: placed.length,
      rounds: ROUNDS,
      venues: VENUES.length,
      levels: LEVELS,
      working: WORKING,
      recordBytes: Math.round(bytes.reduce((sum, { length }) => sum + length, 0) / ORDERS),
    },
    raw: { rounds, shares: parts },
  };
}

export const bar: Bar = { name: 'P4', title: 'one order through step, with all checks', run };
