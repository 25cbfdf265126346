import { describe, expect, it } from 'vitest';
import { mapGet, mapSet, type ProcessId } from '../../../kernel/index.ts';
import type { KillGrade } from '../../../risk/index.ts';
import type { ControlBody } from '../control.ts';
import type { InputBody } from '../input.ts';
import { RULES } from '../rules.ts';
import { aMoment, decisionOf, placing, run } from '../sample-inputs.ts';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  ANNA,
  APPROVAL,
  AT_BINANCE,
  anId,
  aWorld,
  BEN,
  dec,
  limitsSet,
  USD,
  withEvents,
} from '../samples.ts';
import type { EngineState } from '../state.ts';
import type { Stepped } from '../step.ts';
import { alerts, canceled, childId, control, given, KEY, markedAt, working } from './samples.ts';

const stopOf = ({ state }: { readonly state: EngineState }, name: string) =>
  mapGet(state.risk.states, name);

const breakerStop = (grade: KillGrade) => ({ grade, by: 'Breaker' });

/** So many orders that work at Binance. */
const busy = (count: number): EngineState =>
  withEvents(aWorld(), ...Array.from({ length: count }, (_, n) => working({ n: n + 10 })).flat());

const sentOf = (n: number, change: Partial<Extract<InputBody, { kind: 'Sent' }>>): InputBody => ({
  kind: 'Sent',
  request: 'New',
  clOrdId: childId(n),
  outcome: { kind: 'Accepted', orderId: `V-${n}`, report: null, fills: [] },
  evidence: null,
  toWireMs: 1,
  roundTripMs: 20,
  ...change,
});

/** Each in its turn, the last one given back. */
function inTurn(
  state: EngineState,
  bodies: readonly (readonly [number, InputBody])[],
): readonly Stepped[] {
  const all: Stepped[] = [];
  let now = state;
  for (const [ms, body] of bodies) {
    const stepped = given(now, body, ms, aMoment(ms).market);
    all.push(stepped);
    now = stepped.state;
  }
  return all;
}

describe('a breaker stops its level once', () => {
  it('Loss: by loss of the day over the client’s limit, with REDUCING', () => {
    // Three thousand bitcoin: one dollar down is three thousand dollars lost.
    const limited = control(aWorld(), limitsSet('client', ALPHA, { DailyLoss: '5000' }), 10);
    const [, calm, over, again] = inTurn(limited.state, [
      [1_000, markedAt('100')],
      [2_000, markedAt('98.4')],
      [3_000, markedAt('98.3')],
      [4_000, markedAt('98')],
    ]);
    if (calm === undefined || over === undefined || again === undefined) throw new Error('Short.');
    expect(stopOf(calm, `client|${ALPHA}`)).toBeUndefined();
    expect(stopOf(over, `client|${ALPHA}`)).toMatchObject(breakerStop('REDUCING'));
    expect(alerts(over)).toEqual(['BreakerTripped']);
    expect(alerts(again)).toEqual([]);
  });

  it('by what was lost, and never by what was taken out', () => {
    const limited = control(aWorld(), limitsSet('client', ALPHA, { DailyLoss: '5000' }), 10);
    const body: ControlBody = {
      kind: 'WithdrawalRecorded',
      entry: anId(900),
      account: ALPHA_ACCOUNT,
      venueAccount: AT_BINANCE,
      money: { asset: USD, amount: dec('900000') },
      reference: 'tx-1',
      approval: APPROVAL,
    };
    const paid = control(limited.state, body, 500);
    expect(alerts(paid)).toEqual([]);
    const [marks] = inTurn(paid.state, [[1_000, markedAt('100')]]);
    expect(marks && stopOf(marks, `client|${ALPHA}`)).toBeUndefined();
  });

  it('Drawdown: by drawdown from the peak, with CANCEL_ALL and its cancels', () => {
    const state = busy(1);
    const limited = control(state, limitsSet('client', ALPHA, { DrawdownFromPeak: '0.01' }), 10);
    const steps = inTurn(limited.state, [
      [1_000, markedAt('100')],
      [2_000, markedAt('85')],
    ]);
    const last = steps.at(-1);
    if (last === undefined) throw new Error('Short.');
    expect(stopOf(last, `client|${ALPHA}`)).toMatchObject(breakerStop('CANCEL_ALL'));
    expect(canceled(last)).toEqual([childId(10)]);
  });

  it('RejectBurst: by a burst of orders that a venue refused, with HALT_NEW of its key', () => {
    const state = busy(12);
    const refusals = Array.from({ length: 12 }, (_, n): readonly [number, InputBody] => {
      const outcome = { kind: 'RejectedProven', reason: 'Other', code: '1', text: 'no' } as const;
      return [1_000 + n * 100, sentOf(n + 10, { outcome })];
    });
    const steps = inTurn(state, refusals);
    const stopped = steps.map((step) => stopOf(step, `venueKey|${KEY}`) !== undefined);
    expect(stopped).toEqual([...Array(10).fill(false), true, true]);
    expect(stopOf(steps[10] ?? { state }, `venueKey|${KEY}`)).toMatchObject(
      breakerStop('HALT_NEW'),
    );
    expect(steps.flatMap(alerts).filter((code) => code === 'BreakerTripped')).toHaveLength(1);
  });

  it('RejectBurst: by refusals that are over a minute apart: never', () => {
    const refusals = Array.from({ length: 12 }, (_, n): readonly [number, InputBody] => {
      const outcome = { kind: 'RejectedProven', reason: 'Other', code: '1', text: 'no' } as const;
      return [1_000 + n * 6_001, sentOf(n + 10, { outcome })];
    });
    const steps = inTurn(busy(12), refusals);
    expect(steps.some((step) => stopOf(step, `venueKey|${KEY}`) !== undefined)).toBe(false);
  });

  it('UnconfirmedOrders: by more than three orders without a proven outcome, with HALT_NEW of their key', () => {
    const asked = withEvents(
      busy(5),
      ...[10, 11, 12, 13, 14].map((n) => ({
        type: 'OrderMoved' as const,
        clOrdId: childId(n),
        event: { kind: 'CancelAsked' as const, at: aMoment(20).at },
      })),
    );
    const outcome = { kind: 'Unconfirmed', detail: 'silence' } as const;
    const steps = inTurn(
      asked,
      [10, 11, 12, 13].map((n) => [1_000 + n, sentOf(n, { request: 'Cancel', outcome })] as const),
    );
    const stopped = steps.map((step) => stopOf(step, `venueKey|${KEY}`)?.grade ?? null);
    expect(stopped).toEqual([null, null, null, 'HALT_NEW']);
  });

  it.each([
    [5, 'stopped the key, once', breakerStop('REDUCING')],
    [RULES, 'stop nothing: nobody knows of the time between', undefined],
  ])('Latency: by rules %i two slow answers with an hour between them %s', (rules, _, stops) => {
    const world = busy(1);
    const run = { id: anId<ProcessId>(40), epoch: 1, startedMs: 0, rules };
    const slow = sentOf(10, { roundTripMs: 6_000 });
    const HOUR_MS = 3_600_000;
    const [, last] = inTurn({ ...world, run }, [
      [1_000, slow],
      [1_000 + HOUR_MS, slow],
    ]);
    if (last === undefined) throw new Error('Short.');
    const stop = stopOf(last, `venueKey|${KEY}`);
    if (stops === undefined) expect(stop).toBeUndefined();
    else expect(stop).toMatchObject(stops);
  });

  it('Latency: by answers that were slow for half a minute on end, with REDUCING; one fast one is enough', () => {
    const slow = (fast: number) =>
      Array.from({ length: 40 }, (_, n): readonly [number, InputBody] => {
        const roundTripMs = n === fast ? 100 : 6_000;
        return [1_000 + n * 1_000, sentOf(10, { roundTripMs })];
      });
    const last = inTurn(busy(1), slow(-1)).at(-1);
    if (last === undefined) throw new Error('Short.');
    expect(stopOf(last, `venueKey|${KEY}`)).toMatchObject(breakerStop('REDUCING'));
    const lucky = inTurn(busy(1), slow(20)).at(-1);
    if (lucky === undefined) throw new Error('Short.');
    expect(stopOf(lucky, `venueKey|${KEY}`)).toBeUndefined();
  });

  it('StaleData: by prices that stay away for a minute, and by a silence about them, with HALT_NEW of the key', () => {
    const told = (value: string | null): InputBody => {
      const reading = value === null ? null : dec(value);
      return { kind: 'ReadingTold', breaker: 'StaleData', scope: KEY, value: reading };
    };
    const stale = inTurn(aWorld(), [
      [1_000, told('100')],
      ...[2, 4, 6, 8].map((s) => [s * 1_000, told('61000')] as const),
    ]);
    expect(stopOf(stale.at(-1) ?? { state: aWorld() }, `venueKey|${KEY}`)).toMatchObject(
      breakerStop('HALT_NEW'),
    );
    const silent = inTurn(aWorld(), [
      [1_000, told('100')],
      [61_000, told(null)],
      [61_001, told(null)],
    ]);
    const stops = silent.map((step) => stopOf(step, `venueKey|${KEY}`)?.grade ?? null);
    expect(stops).toEqual([null, null, 'HALT_NEW']);
  });

  it('AuditFailure: by a trail in which one bad place was found, with HALT_NEW of the firm', () => {
    const told = { kind: 'ReadingTold', breaker: 'AuditFailure', scope: 'firm' } as const;
    const [fine, failed] = inTurn(aWorld(), [
      [1_000, { ...told, value: dec('0') }],
      [2_000, { ...told, value: dec('1') }],
    ]);
    if (fine === undefined || failed === undefined) throw new Error('Short.');
    expect(stopOf(fine, 'firm|firm')).toBeUndefined();
    expect(stopOf(failed, 'firm|firm')).toMatchObject(breakerStop('HALT_NEW'));
  });

  it('LedgerImbalance: by books that do not add up by the smallest amount, with CANCEL_ALL of the firm', () => {
    const state = busy(1);
    const key = `Client|${String(ALPHA)}|DOGE|Venue|${AT_BINANCE}` as never;
    const balances = mapSet(state.ledger.balances, key, dec('0.000000000000000001'));
    const [stepped] = inTurn({ ...state, ledger: { ...state.ledger, balances } }, [
      [1_000, markedAt('100')],
    ]);
    if (stepped === undefined) throw new Error('Short.');
    expect(stopOf(stepped, 'firm|firm')).toMatchObject(breakerStop('CANCEL_ALL'));
    expect(canceled(stepped)).toEqual([childId(10)]);
  });
});

describe('after two people let go on', () => {
  it('what is still over its line stops the level again', () => {
    const limited = control(aWorld(), limitsSet('client', ALPHA, { DailyLoss: '5000' }), 10);
    const steps = inTurn(limited.state, [
      [1_000, markedAt('100')],
      [2_000, markedAt('98')],
    ]);
    const stopped = steps.at(-1);
    if (stopped === undefined) throw new Error('Short.');
    const resumed = control(
      stopped.state,
      {
        kind: 'Resumed',
        key: { level: 'client', scope: ALPHA },
        ends: 'REDUCING',
        approval: APPROVAL,
        proposer: ANNA,
        approvers: [BEN],
      },
      3_000,
    );
    expect(stopOf(resumed, `client|${ALPHA}`)).toBeUndefined();
    const [again] = inTurn(resumed.state, [[4_000, markedAt('98')]]);
    if (again === undefined) throw new Error('Short.');
    expect(stopOf(again, `client|${ALPHA}`)).toMatchObject(breakerStop('REDUCING'));
  });
});

describe('marks', () => {
  it('of five seconds ago are believed, and older ones refuse every order that needs them', () => {
    const verdictAt = (ms: number) =>
      decisionOf(run(aWorld(), placing(1), aMoment(ms)).effects).verdict;
    expect([verdictAt(5_000), verdictAt(5_001)]).toEqual(['Placed', 'Refused']);
  });

  it('keep a calm day in the journal short: nothing but the marks, and each breaker twice a minute', () => {
    const minute = Array.from({ length: 60 }, (_, n) => {
      return [1_000 + n * 1_000, markedAt('100')] as const;
    });
    const events = inTurn(aWorld(), minute).flatMap(({ events: of }) => of);
    const reads = events.filter(({ type }) => type === 'BreakerRead');
    expect(events.filter(({ type }) => type === 'Marked')).toHaveLength(60);
    expect(events.length - reads.length).toBe(60);
    // Two clients, two breakers each.
    expect(reads.length).toBeLessThanOrEqual(8);
  });

  it('begin a day at its first mark, and not again when the clock is set back', () => {
    const day = 86_400_000;
    const steps = inTurn(aWorld(), [
      [1_000, markedAt('100')],
      [day, markedAt('90')],
      [day + 1_000, markedAt('91')],
      [2_000, markedAt('92')],
      [day + 2_000, markedAt('93')],
    ]);
    const rolled = steps.map(({ events }) => events.some(({ type }) => type === 'DayRolled'));
    expect(rolled).toEqual([false, true, false, false, false]);
    const money = mapGet(steps[1]?.state.risk.money ?? aWorld().risk.money, `client|${ALPHA}`);
    expect(String(money?.dayStartEquity)).toBe(String(money?.equity));
  });
});
