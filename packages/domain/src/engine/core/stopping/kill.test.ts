import { describe, expect, it } from 'vitest';
import { mapEntries, mapGet } from '../../../kernel/index.ts';
import { KILL_GRADES, type KillGrade, type StateKey } from '../../../risk/index.ts';
import type { ControlBody } from '../control.ts';
import {
  ALPHA,
  ANNA,
  APPROVAL,
  AT_KRAKEN,
  aWorld,
  BEN,
  BETA,
  BETA_ACCOUNT,
  KEYS,
  px,
  withEvents,
} from '../samples.ts';
import type { EngineState } from '../state.ts';
import {
  alerts,
  canceled,
  childId,
  control,
  given,
  moved,
  parentId,
  waiting,
  working,
} from './samples.ts';

const FIRM: StateKey = { level: 'firm', scope: 'firm' };

/** 0: Alpha at Binance; 1: Alpha at Kraken, by a strategy; 2: Beta at Binance; 3: a stop of Alpha's. */
const world = (): EngineState =>
  withEvents(
    aWorld(),
    ...working({ n: 0 }),
    ...working({ n: 1, venueAccount: AT_KRAKEN, strategy: 'grid' }),
    ...working({ n: 2, client: BETA, account: BETA_ACCOUNT }),
    ...waiting({ n: 3, side: 'Sell', terms: { ordType: 'Stop', stopPx: px('80') } }),
  );

const kill = (state: EngineState, key: StateKey, grade: KillGrade, ms = 1_000) =>
  control(state, { kind: 'Killed', key, grade, by: ANNA, why: 'Because it has to.' }, ms);

const SCOPES: readonly (readonly [StateKey, readonly number[]])[] = [
  [FIRM, [0, 1, 2]],
  [{ level: 'client', scope: ALPHA }, [0, 1]],
  [{ level: 'account', scope: BETA_ACCOUNT }, [2]],
  [{ level: 'strategy', scope: 'grid' }, [1]],
  [{ level: 'venueKey', scope: String(KEYS[0]) }, [0, 2]],
];
const CASES = SCOPES.flatMap(([key, of]) => KILL_GRADES.map((grade) => ({ key, grade, of })));

describe('a stop', () => {
  it.each(CASES)('at $key.level by $grade sets its level and cancels what it is about', (one) => {
    const { key, grade, of } = one;
    const stepped = kill(world(), key, grade);
    expect(mapEntries(stepped.state.risk.states)).toMatchObject([
      [`${key.level}|${key.scope}`, { grade, by: ANNA }],
    ]);
    const cancels = grade === 'CANCEL_ALL' || grade === 'FLATTEN';
    expect(canceled(stepped)).toEqual(cancels ? of.map(childId) : []);
    const asked = [0, 1, 2].filter((n) => {
      const parent = mapGet(stepped.state.orders, parentId(n));
      return parent?.order.ordStatus === 'PendingCancel';
    });
    expect(asked).toEqual(cancels ? of : []);
    expect(alerts(stepped)).toEqual(['Killed']);
  });

  it('of the firm is the firm’s, whatever name it was given', () => {
    const stepped = kill(world(), { level: 'firm', scope: 'Ultrathink' }, 'HALT_NEW');
    expect(mapGet(stepped.state.risk.states, 'firm|firm')?.grade).toBe('HALT_NEW');
    const resumed = control(stepped.state, {
      kind: 'Resumed',
      key: { level: 'firm', scope: 'Ultrathink' },
      ends: 'HALT_NEW',
      approval: APPROVAL,
      proposer: ANNA,
      approvers: [BEN],
    });
    expect(resumed.state.risk.states.size).toBe(0);
  });

  it('ends a stop order that waits, because no venue has anything of it', () => {
    const { state } = kill(world(), FIRM, 'CANCEL_ALL');
    expect(mapGet(state.orders, parentId(3))?.order.ordStatus).toBe('Canceled');
    expect(state.watching.waiting.size).toBe(0);
  });

  it('of a venue key leaves a parent alone that works elsewhere too', () => {
    const [, second] = working({ n: 4, venueAccount: AT_KRAKEN });
    if (second?.type !== 'ChildPlaced') throw new Error('A child was expected.');
    const placement = { ...second.placement, parentClOrdId: parentId(0) };
    const state = withEvents(world(), { ...second, placement });
    const stopped = kill(state, { level: 'venueKey', scope: String(KEYS[0]) }, 'CANCEL_ALL');
    expect(canceled(stopped)).toEqual([childId(0), childId(2)]);
    expect(mapGet(stopped.state.orders, parentId(0))?.order.isCancelAsked).toBe(false);
    expect(mapGet(stopped.state.orders, parentId(2))?.order.isCancelAsked).toBe(true);
  });

  it('that is asked for again asks for its cancels again, and never loosens what stands', () => {
    const first = kill(world(), FIRM, 'FLATTEN');
    const again = kill(first.state, FIRM, 'CANCEL_ALL', 2_000);
    expect(canceled(again)).toEqual([0, 1, 2].map(childId));
    expect(mapGet(again.state.risk.states, 'firm|firm')?.grade).toBe('FLATTEN');
    expect(again.events.some(({ type }) => type === 'TradingStateSet')).toBe(false);
  });

  it('asks again each second for what lives on, until nothing of it works, and tells how long it took', () => {
    let { state } = kill(world(), FIRM, 'CANCEL_ALL');
    const at = state.at;
    if (at === null) throw new Error('A world has a moment.');
    // One cancel was refused by its venue, the others were done.
    for (const n of [0, 2]) {
      const event = { kind: 'Canceled', at, cumQty: px('0') } as const;
      state = withEvents(state, moved(childId(n), event));
    }
    state = withEvents(state, moved(childId(1), { kind: 'CancelRejected', at }));
    const swept = given(state, { kind: 'TimeCame' }, 2_000);
    expect(canceled(swept)).toEqual([childId(1)]);
    const waits = given(swept.state, { kind: 'TimeCame' }, 3_000);
    expect(canceled(waits)).toEqual([]);
    expect(alerts(waits)).toEqual([]);
    const last = { kind: 'Canceled', at, cumQty: px('0') } as const;
    const ended = withEvents(waits.state, moved(childId(1), last));
    const done = given(ended, { kind: 'TimeCame' }, 4_000);
    expect(alerts(done)).toEqual(['StopComplete']);
    expect(done.events.filter(({ type }) => type === 'StopCompleted')).toMatchObject([
      { key: FIRM, grade: 'CANCEL_ALL', orders: 3, lastEndedMs: 0 },
    ]);
  });
});

describe('going on again', () => {
  const resumed = (ends: KillGrade, approvers: (typeof ANNA)[]): ControlBody => ({
    kind: 'Resumed',
    key: FIRM,
    ends,
    approval: APPROVAL,
    proposer: ANNA,
    approvers,
  });

  it('needs two people, whoever proposed', () => {
    const { state } = kill(world(), FIRM, 'HALT_NEW');
    const alone = control(state, resumed('HALT_NEW', [ANNA]));
    expect(alerts(alone)).toEqual(['ControlRefused']);
    expect(mapGet(alone.state.risk.states, 'firm|firm')?.grade).toBe('HALT_NEW');
    const two = control(alone.state, resumed('HALT_NEW', [BEN]));
    expect(alerts(two)).toEqual([]);
    expect(mapGet(two.state.risk.states, 'firm|firm')).toBeUndefined();
  });

  it('ends the stop that was agreed to, not one that has become worse since', () => {
    const { state } = kill(kill(world(), FIRM, 'REDUCING').state, FIRM, 'CANCEL_ALL');
    const late = control(state, resumed('REDUCING', [BEN]));
    expect(late.events).toMatchObject([{ type: 'ControlRefused', why: 'StopHasChanged' }]);
    expect(mapGet(late.state.risk.states, 'firm|firm')?.grade).toBe('CANCEL_ALL');
  });

  it('of what nobody stopped is refused, and its turn has passed', () => {
    const refused = control(world(), resumed('HALT_NEW', [BEN]));
    expect(refused.events).toMatchObject([{ type: 'ControlRefused', why: 'NotStopped' }]);
    expect(refused.state.controlSequence).toBe(world().controlSequence + 1);
  });
});

describe('the switch that a venue pulls when we are silent', () => {
  const traits = {
    replace: 'None' as const,
    absence: { acceptanceMs: null, marginMs: 0, isResendSafe: false },
    deadManSeconds: 60,
  };
  const armed = (effects: readonly { readonly kind: string }[]) =>
    effects.filter(({ kind }) => kind === 'ArmDeadManSwitch');

  it('is armed when the venue tells it has one, and each 20 s from then on', () => {
    const told = given(world(), { kind: 'VenueTraitsTold', venueAccount: AT_KRAKEN, traits });
    const arm = { kind: 'ArmDeadManSwitch', venueAccount: AT_KRAKEN, seconds: 60 };
    expect(armed(told.effects)).toEqual([arm]);
    expect(armed(given(told.state, { kind: 'TimeCame' }, 20_999).effects)).toEqual([]);
    const again = given(told.state, { kind: 'TimeCame' }, 21_000);
    expect(armed(again.effects)).toEqual([arm]);
    expect(armed(given(again.state, { kind: 'TimeCame' }, 41_000).effects)).toEqual([arm]);
  });

  it('is not armed again after a stop, and is once two people let go on', () => {
    const told = given(world(), { kind: 'VenueTraitsTold', venueAccount: AT_KRAKEN, traits });
    const stopped = kill(told.state, { level: 'venueKey', scope: String(KEYS[2]) }, 'HALT_NEW');
    const later = given(stopped.state, { kind: 'TimeCame' }, 21_000);
    expect(armed(later.effects)).toEqual([]);
    const body = {
      kind: 'Resumed',
      key: { level: 'venueKey', scope: String(KEYS[2]) },
      ends: 'HALT_NEW',
      approval: APPROVAL,
      proposer: ANNA,
      approvers: [BEN],
    } as const;
    const resumed = control(later.state, { ...body, approvers: [BEN] }, 22_000);
    expect(armed(resumed.effects)).toHaveLength(1);
  });

  it('is of its own key: a stop of another venue does not let it lapse', () => {
    const told = given(world(), { kind: 'VenueTraitsTold', venueAccount: AT_KRAKEN, traits });
    const { state } = kill(told.state, { level: 'venueKey', scope: String(KEYS[0]) }, 'HALT_NEW');
    expect(armed(given(state, { kind: 'TimeCame' }, 21_000).effects)).toHaveLength(1);
  });
});

describe('orders of accounts', () => {
  it('are canceled when their client is suspended, and no others', () => {
    const body = {
      kind: 'ClientSet',
      client: ALPHA,
      state: 'Suspended',
      category: 'Professional',
      tier: 'Institutional',
      lotMethod: 'Fifo',
      dayCutOffMs: 0,
    } as const;
    const stepped = control(world(), body);
    expect(canceled(stepped)).toEqual([childId(0), childId(1)]);
    expect(mapGet(stepped.state.orders, parentId(2))?.order.isCancelAsked).toBe(false);
  });
});
