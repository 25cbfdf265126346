/** Commands: once per key, by whom may trade, and with sense. */
import { describe, expect, test } from 'vitest';
import { mapGet, type PersonId } from '../../../kernel/index.ts';
import type { ClOrdId } from '../../../trading/index.ts';
import type { OrderWish } from '../input.ts';
import {
  aCommand,
  aMoment,
  answerOf,
  aWish,
  decisionOf,
  limitAt,
  placing,
  run,
} from '../sample-inputs.ts';
import { ALPHA_ACCOUNT, anId, aWorld, OUTSIDER, qty } from '../samples.ts';

const MARKET: OrderWish['terms'] = { ordType: 'Market' };

describe('a command', () => {
  test('is done once: the same key with the same contents is answered again', () => {
    const first = run(aWorld(), placing(1));
    const again = aCommand(
      2,
      { act: 'PlaceOrder', wish: aWish() },
      { idempotencyKey: placing(1).idempotencyKey },
    );
    const second = run(first.state, again);
    expect(second.events).toEqual([]);
    const { commandId } = placing(1);
    const { commandId: asked } = again;
    expect(second.effects).toEqual([{ kind: 'AnswerAgain', commandId: asked, earlier: commandId }]);
  });

  test('with a key that was used for other contents is refused', () => {
    const first = run(aWorld(), placing(1));
    const other = aCommand(
      2,
      { act: 'PlaceOrder', wish: aWish({ orderQty: qty('4') }) },
      { idempotencyKey: placing(1).idempotencyKey },
    );
    const { effects, events } = run(first.state, other);
    expect(events).toEqual([]);
    expect(answerOf(effects)).toMatchObject({ refusal: { code: 'KeyReused' } });
  });

  test.each([
    ['older than a day', 24 * 3_600_000 + 1],
    ['more than five minutes ahead', -5 * 60_000 - 1],
  ])('with a key %s is refused', (_, afterMs) => {
    const { effects, events } = run(aWorld(), placing(1), aMoment(afterMs));
    expect(events).toEqual([]);
    expect(answerOf(effects)).toMatchObject({ refusal: { code: 'KeyOutOfTime' } });
  });

  const byOutsider = (act: Parameters<typeof aCommand>[1], person: PersonId) =>
    answerOf(run(run(aWorld(), placing(1)).state, aCommand(2, act, { person })).effects);

  test('an outsider learns nothing: place, preview, cancel and amend are not found', () => {
    const { clOrdId } = decisionOf(run(aWorld(), placing(1)).effects);
    const wish = aWish();
    const amend = { orderQty: qty('1'), price: null, stopPx: null };
    for (const act of [
      { act: 'PlaceOrder', wish },
      { act: 'PreviewOrder', wish },
      { act: 'CancelOrder', clOrdId },
      { act: 'AmendOrder', clOrdId, ...amend },
      { act: 'CancelOrder', clOrdId: anId<ClOrdId>(5) },
    ] as const) {
      expect(byOutsider(act, OUTSIDER)).toEqual({
        kind: 'Refused',
        refusal: { code: 'NotFound' },
      });
    }
  });

  test.each([
    ['QuantityNotPositive', { orderQty: qty('0') }],
    ['PriceNotPositive', { terms: limitAt('0') }],
    ['ExpireTimeIsOfGoodTillDate', { timeInForce: 'GoodTillDate' as const }],
    ['PostOnlyIsOfLimitThatRests', { terms: MARKET, isPostOnly: true }],
  ])('that makes no sense is not allowed: %s', (detail, wish) => {
    expect(answerOf(run(aWorld(), placing(1, wish)).effects)).toEqual({
      kind: 'Refused',
      refusal: { code: 'NotAllowed', detail },
    });
  });

  test('of a program is counted, and a person’s own order begins the count anew', () => {
    const key = { apiKey: 'key' };
    const wish = aWish({ terms: limitAt('90') });
    const one = run(aWorld(), aCommand(1, { act: 'PlaceOrder', wish }, key)).state;
    expect(mapGet(one.risk.throttles, ALPHA_ACCOUNT)?.repeats).toBe(1);
    const two = run(one, placing(2, { terms: limitAt('91') })).state;
    expect(mapGet(two.risk.throttles, ALPHA_ACCOUNT)?.repeats).toBe(0);
  });
});
