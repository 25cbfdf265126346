/** Orders that pass: over venues, at rest, waiting for a price, reduce-only, and as a preview. */
import { describe, expect, test } from 'vitest';
import {
  addMs,
  type CommandId,
  type IdempotencyKey,
  mapGet,
  sum,
  toText,
} from '../../../kernel/index.ts';
import { heldOf } from '../../../ledger/index.ts';
import type { VenueAccountId, VenueId } from '../../../market-data/index.ts';
import { replayReceipt } from '../../../trading/index.ts';
import type { ControlBody } from '../control.ts';
import {
  aCommand,
  aWish,
  decisionOf,
  limitAt,
  placing,
  refusing,
  run,
  sentOf,
} from '../sample-inputs.ts';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  APPROVAL,
  AT,
  AT_BINANCE,
  AT_COINBASE,
  AT_KRAKEN,
  anId,
  aWorld,
  BEN,
  BINANCE,
  clientSet,
  DESK_ACCOUNT,
  deposited,
  holderAt,
  KEYS,
  PLACES,
  px,
  qty,
  sampleDigest,
  USD,
  VENUES,
  venueOpen,
  withEvents,
} from '../samples.ts';

const OWN = anId<VenueAccountId>(150);
const split = { orderQty: qty('25'), terms: limitAt('100.1') };

const SEVERAL: ControlBody = {
  kind: 'RoutingPolicySet',
  policy: {
    ...{ maxAgeMs: 1000, depth: 20, latencyMsMax: 2000, limitCounts: 'Price' },
    ...{ penaltyBpsPer100Ms: qty('0'), penaltyBpsOfRejects: qty('0'), rejectRateMax: qty('0.2') },
    restsAt: 'Several',
  },
};

const placeOf = (venue: string) => PLACES[(VENUES as readonly string[]).indexOf(venue)] ?? anId(0);

describe('an order that passes', () => {
  test('is split over three venues, each child with its hold before it, and sent with its approval', () => {
    const { events, effects, state } = run(aWorld(), placing(1, split));
    expect(events.map(({ type }) => type)).toEqual([
      'CommandTaken',
      'OrderDecided',
      'ParentPlaced',
      ...['LedgerMoved', 'ChildPlaced', 'LedgerMoved', 'ChildPlaced', 'LedgerMoved', 'ChildPlaced'],
    ]);
    const sent = sentOf(effects);
    expect(sent.map(({ order }) => [order.venue, toText(order.orderQty)])).toEqual([
      ['binance', '10'],
      ['coinbase', '10'],
      ['kraken', '5'],
    ]);
    expect(sent.map(({ venueAccount }) => venueAccount)).toEqual(PLACES);
    for (const { order, notAfter } of sent) {
      expect(notAfter).toBe(addMs(AT, 10_000));
      // 100.1 each, 20 basis points of the venue and 10 of ours, on what is held.
      const held = sum([heldOf(state.ledger, holderAt(ALPHA_ACCOUNT, USD, placeOf(order.venue)))]);
      const cost = Number(toText(order.orderQty)) * 100.1 * 1.003;
      expect(Number(toText(held))).toBeCloseTo(cost, 9);
      const child = mapGet(state.orders, order.clOrdId);
      expect(child?.order.ordStatus).toBe('PendingNew');
    }
    const decision = decisionOf(effects);
    expect(decision.decisions.map(({ verdict }) => verdict)).toEqual(Array(3).fill('Approved'));
    const parent = mapGet(state.orders, decision.clOrdId);
    expect(parent?.children).toEqual(sent.map(({ order }) => order.clOrdId));
  });

  test('has a receipt that replays to its plan, and a payload hash of what an adapter gets', () => {
    const { events, effects } = run(aWorld(), placing(1, split));
    const { receipt } = decisionOf(effects);
    expect(receipt !== null && replayReceipt(receipt, sampleDigest).ok).toBe(true);
    const hashes = events.flatMap((one) => (one.type === 'ChildPlaced' ? [one.payloadHash] : []));
    expect(new Set(hashes).size).toBe(3);
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  });

  test('rests what nobody sells within its limit, with the hold of its whole quantity', () => {
    const { effects, state } = run(aWorld(), placing(1, { terms: limitAt('99') }));
    const [sent] = sentOf(effects).map(({ order }) => order);
    expect(sent?.timeInForce).toBe('GoodTillCancel');
    const all = PLACES.map((place) => heldOf(state.ledger, holderAt(ALPHA_ACCOUNT, USD, place)));
    expect(toText(sum(all))).toBe('297.891');
  });

  test('rests at several venues where none has funds for all of it, and nowhere by the older policy', () => {
    // Ten of it each, with the venue's fee and ours.
    const funds = { usd: '993', btc: '1' };
    const wish = { terms: limitAt('99'), orderQty: qty('25') };
    const { effects, state } = run(aWorld({ funds, controls: [SEVERAL] }), placing(1, wish));
    expect(sentOf(effects).map(({ order }) => [order.venue, toText(order.orderQty)])).toEqual([
      ['binance', '10'],
      ['coinbase', '10'],
      ['kraken', '5'],
    ]);
    const { clOrdId, receipt } = decisionOf(effects);
    expect(mapGet(state.orders, clOrdId)?.children).toHaveLength(3);
    expect(receipt !== null && replayReceipt(receipt, sampleDigest).ok).toBe(true);
    const older = decisionOf(run(aWorld({ funds }), placing(1, wish)).effects);
    expect(older.verdict).toBe('Refused');
  });

  test('that sells holds what it sells and nothing else', () => {
    const wish = { side: 'Sell', terms: limitAt('99.9'), orderQty: qty('4') } as const;
    const { state } = run(aWorld(), placing(1, wish));
    const all = PLACES.map((place) => heldOf(state.ledger, holderAt(ALPHA_ACCOUNT, USD, place)));
    expect(toText(sum(all))).toBe('0');
  });

  test('of a day has its end on the agenda, by the client’s own cut-off', () => {
    const cutOff = clientSet(ALPHA, { dayCutOffMs: 22 * 3_600_000 });
    const { events } = run(aWorld({ controls: [cutOff] }), placing(1, { timeInForce: 'Day' }));
    const due = events.flatMap((one) => (one.type === 'AgendaSet' ? [one.item.due] : []));
    expect(due).toEqual(['2026-11-18T22:00:00.000Z']);
  });

  test('and waits for a price is watched by us, unrouted, with nothing held', () => {
    const terms = { ordType: 'Stop', stopPx: px('101') } as const;
    const { effects, events, state } = run(aWorld(), placing(1, { terms }));
    const decision = decisionOf(effects);
    expect([decision.verdict, decision.protection]).toEqual(['Placed', 'EMULATED']);
    expect(effects.map(({ kind }) => kind)).toEqual(['Answer']);
    expect(events.map(({ type }) => type)).not.toContain('LedgerMoved');
    expect(mapGet(state.orders, decision.clOrdId)?.order.ordStatus).toBe('New');
  });
});

describe('reduce-only', () => {
  const reducing = (orderQty: string) =>
    placing(1, {
      side: 'Sell',
      terms: limitAt('99.9'),
      orderQty: qty(orderQty),
      isReduceOnly: true,
    });
  const decided = (orderQty: string) =>
    decisionOf(run(aWorld({ funds: { usd: '1000', btc: '2' } }), reducing(orderQty)).effects);

  test('sells what there is, and not a unit more', () => {
    expect(decided('6').verdict).toBe('Placed');
    expect(decided('6.001').verdict).toBe('Refused');
  });

  test('never buys where there is nothing to buy back', () => {
    const out = run(aWorld(), placing(1, { isReduceOnly: true }));
    expect(refusing(decisionOf(out.effects))).toContain('TradingState');
  });
});

describe('a preview', () => {
  const ids = { commandId: anId<CommandId>(1), idempotencyKey: anId<IdempotencyKey>(2) };

  test.each([
    ['placed', split],
    ['refused', { orderQty: qty('60000') }],
    ['waiting', { terms: { ordType: 'Stop' as const, stopPx: px('101') } }],
  ])('decides as placing does, and nothing happens: %s', (_, change) => {
    const wish = aWish(change);
    const seen = run(aWorld(), aCommand(1, { act: 'PreviewOrder', wish }, ids));
    const done = run(aWorld(), aCommand(1, { act: 'PlaceOrder', wish }, ids));
    expect(seen.events).toEqual([]);
    expect(seen.effects.map(({ kind }) => kind)).toEqual(['Answer']);
    expect(JSON.stringify(decisionOf(seen.effects))).toBe(JSON.stringify(decisionOf(done.effects)));
  });
});

describe('which accounts at venues are used', () => {
  const own = (venue: VenueId, mode: 'Paper' | 'Live' = 'Paper'): ControlBody => ({
    kind: 'VenueAccountSet',
    venueAccount: OWN,
    venue,
    client: ALPHA,
    mode,
    key: KEYS[0] ?? null,
  });
  const sentFrom = (...bodies: readonly ControlBody[]) => {
    const state = withEvents(
      aWorld({ controls: bodies }),
      ...venueOpen(OWN),
      deposited(900, holderAt(ALPHA_ACCOUNT, USD, OWN), '100000'),
    );
    return sentOf(run(state, placing(1, split)).effects).map(({ venueAccount }) => venueAccount);
  };

  test('the client’s own at a venue, and the house’s where he has none', () => {
    expect(sentFrom(own(BINANCE))).toEqual([OWN, AT_COINBASE, AT_KRAKEN]);
  });

  test('never the house’s where the client’s own is not of the trading mode', () => {
    expect(sentFrom(own(BINANCE, 'Live'))).not.toContain(AT_BINANCE);
  });

  test('none of the other mode: an order of paper never reaches a live account', () => {
    const live = aWorld({
      controls: [{ kind: 'TradingModeSet', mode: 'Live', approval: APPROVAL }],
    });
    expect(decisionOf(run(live, placing(1)).effects).verdict).toBe('Refused');
  });
});

test('the house trades its own account without a mandate, a tier or a client’s category', () => {
  const place = holderAt(DESK_ACCOUNT, USD, AT_KRAKEN);
  const state = withEvents(aWorld(), deposited(901, place, '5000'));
  const wish = aWish({ beneficiary: { kind: 'Account', account: DESK_ACCOUNT } });
  const out = run(state, aCommand(1, { act: 'PlaceOrder', wish }, { person: BEN }));
  const [sent] = sentOf(out.effects);
  expect(sent?.order.venue).toBe('kraken');
  expect(sent?.order.client).toBe('House');
});
