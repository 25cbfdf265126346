import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMs, fromEpochMs, mapGet } from '../../kernel/index.ts';
import type { InstrumentId } from '../../market-data/index.ts';
import { triggerVerdict } from '../../trading/index.ts';
import { AT, AT_BINANCE, AT_MS, aWorld, BINANCE, BTC_USD, px, qty, withEvents } from './samples.ts';
import type { EngineState } from './state.ts';
import { childId, given, moved, parentId, quote, waiting, working } from './stopping/samples.ts';
import { TRIGGER_AGE_MS, watch, watchedInstruments } from './watch.ts';

const AT_1 = fromEpochMs(AT_MS + 1_000);

const sellStop = (n: number, stopPx: string) =>
  waiting({ n, side: 'Sell', terms: { ordType: 'Stop', stopPx: px(stopPx) } });

const stopped = (...stops: readonly string[]): EngineState =>
  withEvents(aWorld(), ...stops.flatMap((stopPx, n) => sellStop(n, stopPx)));

const trade = (price: string, ageMs = 0) => ({
  venue: BINANCE,
  price: px(price),
  at: addMs(AT_1, -ageMs),
});

describe('stops that we watch ourselves', () => {
  it('finds nothing between the prices that are waited for, and gives the very same nothing', () => {
    const state = stopped('90', '80');
    const first = watch(state, quote(), AT_1);
    expect(first).toEqual([]);
    expect(watch(state, quote({ reference: px('91') }), AT_1)).toBe(first);
  });

  it('finds each order whose price is reached, and no other', () => {
    const state = stopped('90', '80', '85');
    const found = watch(state, quote({ reference: px('85') }), AT_1);
    const reached = found.map((one) => ('clOrdId' in one ? one.clOrdId : null));
    expect(reached).toEqual([parentId(0), parentId(2)]);
  });

  it('believes a young trade before the reference, and the reference before an old trade', () => {
    const state = stopped('90');
    const reached = (ageMs: number) =>
      watch(state, quote({ lastTrade: trade('89', ageMs) }), AT_1).length;
    expect(reached(0)).toBe(1);
    expect(reached(TRIGGER_AGE_MS)).toBe(1);
    expect(reached(TRIGGER_AGE_MS + 1)).toBe(0);
  });

  it('says exactly what the verdict over one order says, for any prices and types', () => {
    const cents = fc.integer({ min: 8_000, max: 12_000 }).map((n) => (n / 100).toFixed(2));
    const types = fc.constantFrom('Stop', 'MarketIfTouched', 'StopLimit', 'LimitIfTouched');
    const order = fc.record({ type: types, stopPx: cents, isBuy: fc.boolean() });
    fc.assert(
      fc.property(fc.array(order, { maxLength: 8 }), cents, (orders, price) => {
        const samples = orders.map(({ type, stopPx, isBuy }, n) => {
          const prices = { stopPx: px(stopPx), price: px(stopPx) };
          const side = isBuy ? ('Buy' as const) : ('Sell' as const);
          return { n, side, terms: { ordType: type, ...prices } as never };
        });
        const state = withEvents(aWorld(), ...samples.flatMap(waiting));
        const slice = quote({ reference: px(price) });
        const found = watch(state, slice, AT_1).map((one) => 'clOrdId' in one && one.clOrdId);
        const top = { bid: px(price), ask: px(price), at: AT_1 };
        const expected = samples.filter(({ terms, side }) => {
          const look = { at: AT_1, ageMsMax: TRIGGER_AGE_MS };
          const verdict = triggerVerdict(terms, side, { lastTrade: null, quote: top }, look);
          return verdict.kind === 'Triggered';
        });
        expect(found).toEqual(expected.map(({ n }) => parentId(n)));
      }),
      { numRuns: 200 },
    );
  });

  it('tells once that nothing young enough says the price, and once that something does again', () => {
    const blindSlice = quote({ reference: null });
    let state = stopped('90', '80');
    const blind = watch(state, blindSlice, AT_1);
    expect(blind.map(({ kind }) => kind)).toEqual(['TriggerBlind', 'TriggerBlind']);
    for (const finding of blind) {
      const told = given(state, { kind: 'Watched', finding });
      expect(told.effects).toMatchObject([{ kind: 'Alert', code: 'TriggerBlind' }]);
      expect(given(told.state, { kind: 'Watched', finding }).effects).toEqual([]);
      state = told.state;
    }
    expect(watch(state, blindSlice, AT_1)).toEqual([]);
    const seen = watch(state, quote(), AT_1);
    expect(seen.map(({ kind }) => kind)).toEqual(['TriggerSeen', 'TriggerSeen']);
    for (const finding of seen) state = given(state, { kind: 'Watched', finding }).state;
    expect(watch(state, quote(), AT_1)).toEqual([]);
  });

  it('triggers once, however often it is found', () => {
    const state = stopped('90');
    const [finding] = watch(state, quote({ reference: px('90') }), AT_1);
    if (finding === undefined) throw new Error('Nothing was found.');
    const once = given(state, { kind: 'Watched', finding }, 1_000, quote());
    const triggers = (events: readonly { readonly type: string }[]) =>
      events.filter((event) => 'event' in event && JSON.stringify(event).includes('"Triggered"'));
    expect(triggers(once.events)).toHaveLength(1);
    expect(watch(once.state, quote({ reference: px('90') }), AT_1)).toEqual([]);
    expect(given(once.state, { kind: 'Watched', finding }, 1_001, quote()).events).toEqual([]);
  });

  it('does not look at what was canceled, or at what a venue holds', () => {
    const at = AT_1;
    const asked = withEvents(stopped('90'), moved(parentId(0), { kind: 'CancelAsked', at }));
    expect(watch(asked, quote({ reference: px('1') }), AT_1)).toEqual([]);
    expect(watchedInstruments(asked)).toEqual([]);
    const native = withEvents(
      aWorld(),
      ...sellStop(0, '90').map((event) =>
        event.type === 'ParentPlaced' ? { ...event, protection: 'NATIVE_STOP' as const } : event,
      ),
    );
    expect(watch(native, quote({ reference: px('1') }), AT_1)).toEqual([]);
  });
});

describe('looks at the mid after a fill', () => {
  const FILLED = {
    type: 'FillBooked' as const,
    at: AT,
    venueAccount: AT_BINANCE,
    clOrdId: childId(0),
    fill: {
      execId: 'E|1',
      orderId: 'V-0',
      clOrdId: childId(0),
      instrument: BTC_USD,
      side: 'Buy' as const,
      lastQty: qty('1'),
      lastPx: px('90'),
      fee: null,
      isMaker: null,
      at: AT,
    },
    mid: null,
  };
  const filled = withEvents(aWorld(), ...working({ n: 0 }), FILLED);

  it('takes them at 1 s, 5 s, 1 min and 5 min, each once, with the mid of that moment', () => {
    let state = filled;
    const taken: unknown[] = [];
    for (const ms of [999, 1_000, 4_999, 5_000, 60_000, 300_000, 400_000]) {
      const at = fromEpochMs(AT_MS + ms);
      for (const finding of watch(state, quote({ reference: px('101') }), at)) {
        const stepped = given(state, { kind: 'Watched', finding }, ms);
        taken.push(...stepped.events.map((event) => [ms, 'afterMs' in event && event.afterMs]));
        state = given(stepped.state, { kind: 'Watched', finding }, ms).state;
      }
    }
    expect(taken).toEqual([1_000, 5_000, 60_000, 300_000].map((ms) => [ms, ms]));
    expect(watchedInstruments(state)).toEqual([]);
  });

  it('answers all that are due by one quote, in one input', () => {
    const again = withEvents(filled, { ...FILLED, fill: { ...FILLED.fill, execId: 'E|2' } });
    const at = fromEpochMs(AT_MS + 5_000);
    const [finding, ...more] = watch(again, quote({ reference: px('101') }), at);
    expect(more).toEqual([]);
    if (finding === undefined) throw new Error('Nothing was found.');
    const { state, events } = given(again, { kind: 'Watched', finding }, 5_000);
    const looks = events.map((event) =>
      event.type === 'MarkoutTaken' ? [event.execId, event.afterMs, String(event.mid)] : event.type,
    );
    expect(looks).toEqual([
      ['E|1', 1_000, '101'],
      ['E|2', 1_000, '101'],
      ['E|1', 5_000, '101'],
      ['E|2', 5_000, '101'],
    ]);
    expect(mapGet(state.watching.markouts, BTC_USD)).toMatchObject({ size: 4 });
  });

  it('takes one by one what older programs found one by one', () => {
    const look = { instrument: BTC_USD, venueAccount: AT_BINANCE, execId: 'E|1', afterMs: 1_000 };
    const finding = { kind: 'MarkoutDue' as const, ...look, mid: px('101') };
    const { state, events } = given(filled, { kind: 'Watched', finding }, 1_000);
    expect(events).toMatchObject([{ type: 'MarkoutTaken', ...look }]);
    expect(given(state, { kind: 'Watched', finding }, 1_000).events).toEqual([]);
  });

  it('are taken as missing two seconds late where no quote came', () => {
    const early = given(filled, { kind: 'TimeCame' }, 3_000);
    expect(early.events).toEqual([]);
    const late = given(filled, { kind: 'TimeCame' }, 3_001);
    expect(late.events).toMatchObject([{ type: 'MarkoutTaken', afterMs: 1_000, mid: null }]);
    expect(mapGet(late.state.watching.markouts, BTC_USD)).toMatchObject({ size: 3 });
  });

  it('are of their instrument alone', () => {
    const other = quote({ instrument: 'ETH/USD' as InstrumentId });
    expect(watch(filled, other, fromEpochMs(AT_MS + 400_000))).toEqual([]);
  });
});
