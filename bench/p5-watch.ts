/**
 * P5, its second half: `watch` for a quote while nothing is due, which is nearly always, with two
 * hundred orders of one instrument that wait for their price. CPU time of the thread.
 */
import { type EngineState, step, watch } from '@ultrathink/domain/engine/core';
import {
  aMoment,
  aSlice,
  aWorld,
  BINANCE,
  placing,
  px,
  qty,
  sampleDigest,
} from '@ultrathink/domain/engine/core/testing';
import { type Bar, type BarResult, times } from './lib/bar.ts';
import { inTurns, spreadOf } from './lib/rounds.ts';

const ROUNDS = 7;
const QUOTES = 100_000;
const SLICES = 64;
const WAITING = 200;
const GOAL_PER_SECOND = 200_000;

/** Half of them above the market, half below, none of them reached. */
function waitingWorld(): EngineState {
  let state = aWorld();
  for (let n = 0; n < WAITING; n += 1) {
    const isBuy = n % 2 === 0;
    const stopPx = px(isBuy ? `${104 + n / 1_000}` : `${96 - n / 1_000}`);
    const input = placing(n, {
      side: isBuy ? 'Buy' : 'Sell',
      orderQty: qty(`${1 + n / 1_000}`),
      terms: { ordType: 'Stop', stopPx },
    });
    state = step(state, input, aMoment(0), sampleDigest).state;
  }
  const waiting = state.watching.waiting.size;
  if (waiting === 0) throw new Error('No order waits for its price.');
  return state;
}

async function run(): Promise<BarResult> {
  const state = waitingWorld();
  const [{ at }, { at: tradedAt }] = [aMoment(500), aMoment(400)];
  const slices = Array.from({ length: SLICES }, (_, n) => {
    const price = px((100 + n / 100).toFixed(2));
    return aSlice(at, { reference: price, lastTrade: { venue: BINANCE, price, at: tradedAt } });
  });
  let found = 0;
  const lanes = {
    watch: async () => {
      const before = process.threadCpuUsage();
      for (let n = 0; n < QUOTES; n += 1) {
        const slice = slices[n % SLICES];
        if (slice !== undefined) found += watch(state, slice, at).length;
      }
      const { user, system } = process.threadCpuUsage(before);
      return (QUOTES * 1_000_000) / (user + system);
    },
  };
  await lanes.watch();
  const rounds = await inTurns(ROUNDS, lanes);
  if (found > 0) throw new Error('Something was due.');
  const { median, least, most } = spreadOf(rounds.watch);
  const rate = (value: number) => `${Math.round(value).toLocaleString('en')}/s`;
  return {
    columns: ['rate', 'spread', 'against the goal'],
    rows: [
      {
        what: 'watch, nothing due',
        cells: [rate(median), `${rate(least)} to ${rate(most)}`, times(median / GOAL_PER_SECOND)],
      },
    ],
    met: median >= GOAL_PER_SECOND,
    verdict: `${rate(median)} on one core, goal ${rate(GOAL_PER_SECOND)}`,
    settings: { quotes: QUOTES, rounds: ROUNDS, waiting: WAITING, slices: SLICES },
    raw: rounds,
  };
}

export const bar: Bar = { name: 'WATCH', title: 'what a quote makes necessary', run };
