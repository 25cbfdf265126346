/** The market of the samples' world, and what people ask for in it. */
import {
  type CommandId,
  type CorrelationId,
  fromEpochMs,
  type IdempotencyKey,
  invariant,
  type PersonId,
  type UtcTime,
} from '../../kernel/index.ts';
import type { VenueId } from '../../market-data/index.ts';
import type { CheckCode } from '../../trading/index.ts';
import type { CommandAnswer } from './effect.ts';
import type { OrderDecision } from './event.ts';
import type { CommandAct, Input, InputId, OrderWish } from './input.ts';
import type { MarketSlice, MarketVenue, Moment } from './market.ts';
import {
  ALPHA_ACCOUNT,
  ANNA,
  AT,
  AT_MS,
  anId,
  BINANCE,
  BTC_USD,
  dec,
  px,
  qty,
  sampleDigest,
  VENUES,
} from './samples.ts';
import type { EngineState } from './state.ts';
import { type Stepped, step } from './step.ts';

type Levels = readonly (readonly [string, string])[];

/** Ten bitcoin at each of three prices on both sides of 100. */
export const ASKS: Levels = [
  ['100.1', '10'],
  ['100.2', '10'],
  ['100.3', '10'],
];
export const BIDS: Levels = [
  ['99.9', '10'],
  ['99.8', '10'],
  ['99.7', '10'],
];

export function aMarketVenue(
  venue: VenueId,
  at: UtcTime = AT,
  change: Partial<MarketVenue> = {},
): MarketVenue {
  return {
    venue,
    book: {
      kind: 'Good',
      last: 1,
      at,
      bids: BIDS.map(([price, size]) => [price, size]),
      asks: ASKS.map(([price, size]) => [price, size]),
    },
    state: 'UP',
    terms: {
      tickSize: px('0.01'),
      stepSize: qty('0.001'),
      minQty: qty('0.001'),
      maxQty: null,
      minNotional: dec('1'),
    },
    latencyP95Ms: 10,
    rejectRate: dec('0'),
    can: {
      ordTypes: {
        Limit: ['GoodTillCancel', 'ImmediateOrCancel', 'FillOrKill'],
        Market: ['ImmediateOrCancel'],
      },
      postOnly: true,
    },
    status: 'Open',
    protection: 'NONE',
    ...change,
  };
}

export function aSlice(at: UtcTime = AT, change: Partial<MarketSlice> = {}): MarketSlice {
  return {
    instrument: BTC_USD,
    venues: VENUES.map((venue) => aMarketVenue(venue, at)),
    reference: px('100'),
    lastTrade: { venue: BINANCE, price: px('100'), at },
    ...change,
  };
}

export const aMoment = (
  afterMs = 0,
  market: MarketSlice | null | undefined = undefined,
): Moment => {
  const at = fromEpochMs(AT_MS + afterMs);
  return { at, ms: afterMs, market: market === undefined ? aSlice(at) : market };
};

export const aWish = (change: Partial<OrderWish> = {}): OrderWish => ({
  beneficiary: { kind: 'Account', account: ALPHA_ACCOUNT },
  strategy: null,
  instrument: BTC_USD,
  side: 'Buy',
  orderQty: qty('3'),
  terms: { ordType: 'Limit', price: px('100.5') },
  timeInForce: 'GoodTillCancel',
  expireTime: null,
  isPostOnly: false,
  isReduceOnly: false,
  ...change,
});

/** Inputs are this far apart, so that none gives another's fresh ids. */
const APART = 0x10_000;

export const inputId = (n: number): InputId => anId<InputId>((n + 1) * APART);

export function aCommand(
  n: number,
  act: CommandAct,
  change: Partial<Omit<Extract<Input, { kind: 'Command' }>, 'kind' | 'act'>> & {
    readonly person?: PersonId;
    readonly apiKey?: string | null;
  } = {},
): Extract<Input, { kind: 'Command' }> {
  const { person = ANNA, apiKey = null, ...rest } = change;
  return {
    kind: 'Command',
    id: inputId(n),
    commandId: anId<CommandId>(900_000 + n),
    idempotencyKey: anId<IdempotencyKey>(800_000 + n, AT_MS),
    inputHash: JSON.stringify(act),
    asker: { person, session: null, apiKey, correlationId: anId<CorrelationId>(700_000 + n) },
    act,
    ...rest,
  };
}

export const placing = (n: number, wish: Partial<OrderWish> = {}) =>
  aCommand(n, { act: 'PlaceOrder', wish: aWish(wish) });

type Effects = Stepped['effects'];

export const run = (state: EngineState, input: Input, moment: Moment = aMoment()): Stepped =>
  step(state, input, moment, sampleDigest);

export function answerOf(effects: Effects): CommandAnswer {
  const [only, ...more] = effects.flatMap((one) => (one.kind === 'Answer' ? [one.answer] : []));
  invariant(only !== undefined && more.length === 0, 'One answer was expected.');
  return only;
}

export function decisionOf(effects: Effects): OrderDecision {
  const answer = answerOf(effects);
  const decision = 'decision' in answer ? answer.decision : null;
  invariant(decision !== null, `No decision: ${JSON.stringify(answer)}`);
  return decision;
}

export const sentOf = (effects: Effects) =>
  effects.flatMap((one) => (one.kind === 'SubmitOrder' ? [one] : []));

/** The codes that refuse, of all that was decided. */
export const refusing = ({ decisions }: OrderDecision): readonly CheckCode[] =>
  decisions.flatMap(({ checks }) =>
    checks.filter(({ verdict }) => verdict === 'Refuse').map(({ code }) => code),
  );

export const limitAt = (price: string): OrderWish['terms'] => ({
  ordType: 'Limit',
  price: px(price),
});
