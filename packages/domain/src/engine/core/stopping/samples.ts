/** Orders that work and orders that wait, in the funded world of the engine's tests. */
import {
  addMs,
  type ClientId,
  fromEpochMs,
  type PersonId,
  type UtcTime,
} from '../../../kernel/index.ts';
import type { InstrumentId, Side, VenueAccountId } from '../../../market-data/index.ts';
import type { ClOrdId, OrderEvent, OrderPlacement, OrderTerms } from '../../../trading/index.ts';
import type { ControlBody } from '../control.ts';
import type { EngineEvent } from '../event.ts';
import type { Input, InputBody, InputId } from '../input.ts';
import type { MarketSlice } from '../market.ts';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  ANNA,
  AT,
  AT_BINANCE,
  AT_MS,
  anId,
  BINANCE,
  BTC,
  BTC_USD,
  dec,
  KEYS,
  PLACES,
  px,
  qty,
  sampleDigest,
  USD,
  VENUES,
} from '../samples.ts';
import type { EngineState } from '../state.ts';
import { type Stepped, step } from '../step.ts';

export interface OrderSample {
  readonly n: number;
  readonly client?: ClientId | null;
  readonly account?: OrderPlacement['account'];
  readonly strategy?: string | null;
  readonly side?: Side;
  readonly terms?: OrderTerms;
  readonly quantity?: string;
  readonly instrument?: InstrumentId;
  readonly placedBy?: PersonId;
  readonly at?: UtcTime;
  /** Where its one child works; null: it has none. */
  readonly venueAccount?: VenueAccountId | null;
}

export const parentId = (n: number): ClOrdId => anId<ClOrdId>(10_000 + n * 2);
export const childId = (n: number): ClOrdId => anId<ClOrdId>(10_001 + n * 2);

function placementOf(sample: OrderSample): OrderPlacement {
  const { n, account = ALPHA_ACCOUNT, side = 'Buy', instrument = BTC_USD } = sample;
  return {
    clOrdId: parentId(n),
    level: 'Parent',
    parentClOrdId: null,
    account,
    placedBy: sample.placedBy ?? ANNA,
    venue: null,
    instrument,
    side,
    orderQty: qty(sample.quantity ?? '1'),
    terms: sample.terms ?? { ordType: 'Limit', price: px('90') },
    timeInForce: 'GoodTillCancel',
    expireTime: null,
    isPostOnly: false,
    isReduceOnly: false,
  };
}

export const moved = (clOrdId: ClOrdId, event: OrderEvent): EngineEvent => ({
  type: 'OrderMoved',
  clOrdId,
  event,
});

/** A parent, and its child at one venue that the venue has accepted. */
export function working(sample: OrderSample): readonly EngineEvent[] {
  const { n, at = AT, client = ALPHA, strategy = null, venueAccount = AT_BINANCE } = sample;
  const placement = placementOf(sample);
  const parent: EngineEvent = {
    type: 'ParentPlaced',
    at,
    client,
    strategy,
    placement,
    protection: 'NONE',
  };
  const accepted = (orderId: string | null): OrderEvent => ({ kind: 'Accepted', at, orderId });
  const { clOrdId } = placement;
  if (venueAccount === null) return [parent, moved(clOrdId, accepted(null))];
  const venue = VENUES[PLACES.indexOf(venueAccount)] ?? BINANCE;
  const child: OrderPlacement = {
    ...placement,
    clOrdId: childId(n),
    level: 'Child',
    parentClOrdId: clOrdId,
    venue,
  };
  return [
    parent,
    {
      type: 'ChildPlaced',
      at,
      placement: child,
      venueAccount,
      notAfter: addMs(at, 10_000),
      payloadHash: '00',
      holds: [],
    },
    moved(childId(n), accepted(`V-${n}`)),
  ];
}

/** A stop of ours that waits for its price. */
export const waiting = (sample: OrderSample & { readonly terms: OrderTerms }) =>
  working({ ...sample, venueAccount: null }).map((event): EngineEvent => {
    return event.type === 'ParentPlaced' ? { ...event, protection: 'EMULATED' } : event;
  });

let inputs = 0;

/** One input `ms` after the world's moment. */
export function given(
  state: EngineState,
  body: InputBody,
  ms = 1_000,
  market: MarketSlice | null = null,
): Stepped {
  inputs += 1;
  const id = anId<InputId>(inputs % 10_000, AT_MS + 1_000_000 + inputs * 1_000);
  const input: Input = { ...body, id };
  return step(state, input, { at: fromEpochMs(AT_MS + ms), ms, market }, sampleDigest);
}

export function control(state: EngineState, body: ControlBody, ms = 1_000): Stepped {
  const sequence = state.controlSequence + 1;
  const at = fromEpochMs(AT_MS + ms);
  return given(state, { kind: 'Control', control: { sequence, at, body } }, ms);
}

export const quote = (change: Partial<MarketSlice> = {}): MarketSlice => ({
  instrument: BTC_USD,
  venues: [],
  reference: px('100'),
  lastTrade: null,
  ...change,
});

export const alerts = ({ effects }: Stepped): readonly string[] =>
  effects.flatMap((effect) => (effect.kind === 'Alert' ? effect.code : []));

export const canceled = ({ effects }: Stepped): readonly string[] =>
  effects.flatMap((effect) => (effect.kind === 'CancelOrder' ? effect.order.clOrdId : []));

/** The key that the orders of these samples use. */
export const KEY = String(KEYS[0]);

/** Bitcoin at this price, and the dollar at one. */
export function markedAt(price: string): InputBody {
  const mark = { instrument: BTC_USD, price: px(price) };
  return {
    kind: 'Marked',
    instruments: [{ ...mark, volatility: dec('0.03'), dailyVolume: dec('100000') }],
    values: [
      { asset: BTC, value: dec(price) },
      { asset: USD, value: dec('1') },
    ],
  };
}
