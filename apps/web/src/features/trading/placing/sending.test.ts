import type { IdempotencyKey } from '@ultrathink/domain/kernel';
import { describe, expect, test } from 'vitest';
import type { Decision, Wish } from '../model.ts';
import { ASKS_ITSELF_MS, afterDecision, afterFailure, waitBefore } from './sending.ts';
import type { Sent } from './sent.ts';

const sent: Sent<Wish> = {
  key: 'k' as IdempotencyKey,
  wish: {} as Wish,
  text: 'Buy 2 BTC',
  atMs: 1_000,
  clOrdId: null,
};
const told = (code: Parameters<typeof afterFailure>[2]['code']) => ({
  code,
  sentence: 'So.',
  quote: 'q',
});

describe('an order that was sent', () => {
  test('is placed or refused by the engine’s decision alone', () => {
    const decision = { clOrdId: 'o', verdict: 'Placed' } as unknown as Decision;
    expect(afterDecision(sent, decision)).toMatchObject({ kind: 'Placed', clOrdId: 'o' });
    expect(afterDecision(sent, { ...decision, verdict: 'Refused' }).kind).toBe('Refused');
  });

  test('is proven unsent by a refusal of the first sending, and by no silence', () => {
    expect(afterFailure(sent, false, told('EngineAway')).kind).toBe('NotSent');
    expect(afterFailure(sent, false, told('SignInNeeded')).kind).toBe('NotSent');
    for (const code of ['OutcomeUnknown', 'DatabaseAway', 'Fault'] as const) {
      expect(afterFailure(sent, false, told(code)).kind).toBe('Unknown');
    }
  });

  test('stays unknown when a question about it could not be asked', () => {
    for (const code of ['EngineAway', 'SignInNeeded', 'Forbidden', 'OutcomeUnknown'] as const) {
      expect(afterFailure(sent, true, told(code)).kind).toBe('Unknown');
    }
    expect(afterFailure(sent, true, told('Conflict')).kind).toBe('NotSent');
  });

  test('is asked for by itself for a minute, less and less often', () => {
    expect([0, 1, 9].map((tries) => waitBefore(tries, sent, 1_000))).toEqual([500, 1_000, 8_000]);
    expect(waitBefore(0, sent, 1_000 + ASKS_ITSELF_MS)).toBeNull();
  });
});
