/** Of each automatic trigger: what it stops, by which grade, that somebody is called, and who lets go on. */
import { expect, test } from 'vitest';
import { mapGet, mapSet } from '../../../kernel/index.ts';
import { BREAKER_KINDS, type BreakerKind } from '../../../risk/index.ts';
import type { InputBody } from '../input.ts';
import { aMoment } from '../sample-inputs.ts';
import {
  ALPHA,
  ANNA,
  APPROVAL,
  AT_BINANCE,
  aWorld,
  BEN,
  dec,
  limitsSet,
  withEvents,
} from '../samples.ts';
import type { EngineState } from '../state.ts';
import { alerts, childId, control, given, KEY, markedAt, moved, working } from './samples.ts';

const SECOND = 1_000;

const told = (breaker: BreakerKind, scope: string, value: string): InputBody => ({
  kind: 'ReadingTold',
  ...{ breaker, scope, value: dec(value) },
});

const sent = (n: number, change: Partial<Extract<InputBody, { kind: 'Sent' }>>): InputBody => ({
  ...{ kind: 'Sent', request: 'New', clOrdId: childId(n), evidence: null },
  ...{ toWireMs: 1, roundTripMs: 20 },
  outcome: { kind: 'Accepted', orderId: `V-${n}`, report: null, fills: [] },
  ...change,
});

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n + 10);
/** So many orders that work at Binance. */
const busy = (count: number): EngineState =>
  withEvents(aWorld(), ...numbers(count).flatMap((n) => working({ n })));

const limited = (values: Parameters<typeof limitsSet>[2]) =>
  control(aWorld(), limitsSet('client', ALPHA, values), 10).state;

function unbalanced(): EngineState {
  const state = aWorld();
  const key = `Client|${String(ALPHA)}|DOGE|Venue|${AT_BINANCE}` as never;
  const balances = mapSet(state.ledger.balances, key, dec('0.000000000000000001'));
  return { ...state, ledger: { ...state.ledger, balances } };
}

function canceling(): EngineState {
  const { at } = aMoment(20);
  return withEvents(
    busy(4),
    ...numbers(4).map((n) => moved(childId(n), { kind: 'CancelAsked', at })),
  );
}

const REFUSED = { kind: 'RejectedProven', reason: 'Other', code: '1', text: 'no' } as const;
const LOST = { kind: 'Unconfirmed', detail: 'silence' } as const;
const falling = [markedAt('100'), markedAt('40')];

interface Case {
  readonly scope: string;
  readonly from: () => EngineState;
  /** A second apart; the last one trips. */
  readonly inputs: readonly InputBody[];
}

const CASES: Readonly<Record<BreakerKind, Case>> = {
  Loss: { scope: ALPHA, from: () => limited({ DailyLoss: '5000' }), inputs: falling },
  Drawdown: { scope: ALPHA, from: () => limited({ DrawdownFromPeak: '0.01' }), inputs: falling },
  RejectBurst: {
    scope: KEY,
    from: () => busy(11),
    inputs: numbers(11).map((n) => sent(n, { outcome: REFUSED })),
  },
  StaleData: {
    scope: KEY,
    from: aWorld,
    inputs: Array.from({ length: 6 }, (_, n) => told('StaleData', KEY, `${60_001 + n * SECOND}`)),
  },
  UnconfirmedOrders: {
    scope: KEY,
    from: canceling,
    inputs: numbers(4).map((n) => sent(n, { request: 'Cancel', outcome: LOST })),
  },
  LedgerImbalance: { scope: 'firm', from: unbalanced, inputs: [markedAt('100')] },
  AuditFailure: { scope: 'firm', from: aWorld, inputs: [told('AuditFailure', 'firm', '1')] },
  Latency: {
    scope: KEY,
    from: () => busy(1),
    inputs: Array.from({ length: 31 }, () => sent(10, { roundTripMs: 6_000 })),
  },
};

const KINDS = Object.keys(BREAKER_KINDS) as BreakerKind[];

test.each(KINDS)(
  '%s stops its level by its grade, once, calls somebody, and one person alone does not let go on',
  (kind) => {
    const { scope, from, inputs } = CASES[kind];
    const { level, grade } = BREAKER_KINDS[kind];
    const name = `${level}|${scope}`;
    let state = from();
    for (const [n, input] of inputs.entries()) {
      const isLast = n === inputs.length - 1;
      const ms = (n + 1) * SECOND;
      const stepped = given(state, input, ms, aMoment(ms).market);
      state = stepped.state;
      const stop = mapGet(state.risk.states, name);
      if (!isLast) expect(stop?.grade ?? null).not.toBe(grade);
      else {
        expect(stop).toMatchObject({ grade, by: 'Breaker' });
        expect(alerts(stepped)).toContain('BreakerTripped');
      }
    }
    const key = { level, scope };
    const resumed = (approvers: (typeof ANNA)[]) => {
      const agreed = { approval: APPROVAL, proposer: ANNA, approvers };
      return control(state, { kind: 'Resumed', key, ends: grade, ...agreed }, 60 * SECOND).state;
    };
    expect(mapGet(resumed([ANNA]).risk.states, name)).toMatchObject({ grade });
    expect(mapGet(resumed([BEN]).risk.states, name)).toBeUndefined();
  },
);
