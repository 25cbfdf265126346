/** Whatever somebody asks for, there is one answer, and nothing throws. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Price, Quantity } from '../../../kernel/index.ts';
import { ORD_TYPES, type OrderTerms, TIMES_IN_FORCE } from '../../../trading/index.ts';
import type { CommandAct } from '../input.ts';
import {
  aCommand,
  aMoment,
  answerOf,
  aSlice,
  aWish,
  decisionOf,
  limitAt,
  placing,
  run,
} from '../sample-inputs.ts';
import { AT, aWorld, dec } from '../samples.ts';

const FIGURES = [
  ...['0', '-1', '0.000000000000000001', '0.0000000000000000001', '1', '3', '99.95', '100.123456'],
  ...['999999999999999.999999999999999999', '1000000000000000', '99999999999999999999'],
  ...[`${'9'.repeat(70)}`, `0.${'3'.repeat(70)}`],
];
const figure = fc.constantFrom(...FIGURES).map(dec);

const terms = fc
  .record({ ordType: fc.constantFrom(...ORD_TYPES), price: figure, stopPx: figure })
  .map(({ ordType, price, stopPx }) => {
    const hasPrice = ordType.endsWith('Limit') || ordType === 'LimitIfTouched';
    const hasStop = ordType !== 'Market' && ordType !== 'Limit';
    return {
      ordType,
      ...(hasPrice ? { price } : {}),
      ...(hasStop ? { stopPx } : {}),
    } as OrderTerms;
  });

const STANDING = run(aWorld(), placing(1, { terms: limitAt('99') }));
const { clOrdId } = decisionOf(STANDING.effects);

const wishes = fc
  .record({
    orderQty: figure.map((value) => value as Quantity),
    terms,
    side: fc.constantFrom('Buy' as const, 'Sell' as const),
    timeInForce: fc.constantFrom(...TIMES_IN_FORCE),
    expireTime: fc.constantFrom(null, AT),
    isPostOnly: fc.boolean(),
    isReduceOnly: fc.boolean(),
  })
  .map(aWish);

const price = fc.option(figure.map((value) => value as Price));
const acts: fc.Arbitrary<CommandAct> = fc.oneof(
  wishes.map((wish) => ({ act: 'PlaceOrder' as const, wish })),
  wishes.map((wish) => ({ act: 'PreviewOrder' as const, wish })),
  fc.record({
    act: fc.constant('AmendOrder' as const),
    clOrdId: fc.constant(clOrdId),
    orderQty: figure.map((value) => value as Quantity),
    price,
    stopPx: price,
  }),
);

test('every command has one answer, whatever its figures are, with a market or without', () => {
  fc.assert(
    fc.property(acts, fc.boolean(), fc.nat(10_000), (act, hasMarket, afterMs) => {
      const moment = aMoment(afterMs, hasMarket ? aSlice() : null);
      const { effects } = run(STANDING.state, aCommand(2, act), moment);
      expect(answerOf(effects).kind).not.toBe('');
    }),
    { numRuns: 400 },
  );
}, 60_000);
