/** The throttle of what programs place without a person in between: how it turns off, and who turns it on. */
import { describe, expect, it } from 'vitest';
import { mapGet, type ProcessId } from '../../../kernel/index.ts';
import type { OrderWish } from '../input.ts';
import { RULES } from '../rules.ts';
import { aCommand, aWish, decisionOf } from '../sample-inputs.ts';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  ANNA,
  anId,
  aWorld,
  BEN,
  controlsTaken,
  LIMIT_VALUES,
  limitsSet,
  px,
  withEvents,
} from '../samples.ts';
import { Rig } from '../venue/samples.ts';

const STRATEGY = 'mean-reversion';
const KEY = { level: 'strategy', scope: STRATEGY } as const;

/** Three orders in a row at most; a run that decides by these rules. */
function aRig(rules: number | null = RULES): Rig {
  const limits = limitsSet('account', ALPHA_ACCOUNT, { ...LIMIT_VALUES, RepeatedExecution: '3' });
  const rig = new Rig(withEvents(aWorld(), ...controlsTaken([limits], 1_000))).traits();
  if (rules !== null) started(rig, rules);
  return rig;
}

/** The accounts at venues were compared with the books before. */
function started(rig: Rig, rules: number): void {
  const { venues } = rig.state;
  rig.give({ kind: 'Started', run: anId<ProcessId>(42), epoch: 2, rules });
  rig.state = { ...rig.state, venues };
}

let orders = 0;

/** What was decided of one more order; each has a price of its own. */
function verdict(rig: Rig, wish: Partial<OrderWish>, apiKey: string | null = null) {
  orders += 1;
  const terms = { ordType: 'Limit', price: px((90 + orders / 100).toFixed(2)) } as const;
  const act = { act: 'PlaceOrder', wish: aWish({ terms, ...wish }) } as const;
  const { id: _, ...body } = aCommand(5_000 + orders, act, { apiKey });
  rig.ms += 100;
  const effects = rig.give(body);
  for (const one of effects) if (one.kind === 'SubmitOrder') rig.accepted(one.order.clOrdId);
  const { verdict: said, rejection } = decisionOf(effects);
  return rejection === null ? said : JSON.stringify(rejection);
}

const bought = (rig: Rig, count: number) =>
  Array.from({ length: count }, () => verdict(rig, { strategy: STRATEGY }));

const resumed = (rig: Rig, scope: string, approvers = [BEN], proposer = ANNA) =>
  rig.control({ kind: 'Resumed', key: { ...KEY, scope }, ends: 'HALT_NEW', proposer, approvers });

const stopOf = ({ state }: Rig, scope: string) => mapGet(state.risk.states, `strategy|${scope}`);

describe('a strategy that placed as many orders as it may without a person in between', () => {
  it('is turned off and stopped: it places nothing more, its stop is listed, and somebody is called', () => {
    const rig = aRig();
    expect(bought(rig, 3)).toEqual(['Placed', 'Placed', 'Placed']);
    expect(stopOf(rig, STRATEGY)).toMatchObject({ grade: 'HALT_NEW', by: 'Breaker' });
    expect(rig.alerts()).toContain('ProgramsTurnedOff');
    expect(verdict(rig, { strategy: STRATEGY })).toMatch(/TurnedOff/);
  });

  it('stays off, however long one waits and whatever a person places', () => {
    const rig = aRig();
    bought(rig, 3);
    rig.wait(20 * 3_600_000);
    expect(verdict(rig, {})).toBe('Placed');
    expect(verdict(rig, { strategy: STRATEGY })).toMatch(/TurnedOff/);
    expect(verdict(rig, { strategy: 'another' })).toBe('Placed');
  });

  it('is turned on again by two people, and counts anew; one alone turns nothing on', () => {
    const rig = aRig();
    bought(rig, 3);
    resumed(rig, STRATEGY, [ANNA], ANNA);
    expect(rig.events.at(-1)).toMatchObject({ type: 'ControlRefused', why: 'OnePersonAlone' });
    expect(verdict(rig, { strategy: STRATEGY })).toMatch(/TurnedOff/);
    resumed(rig, STRATEGY);
    expect(stopOf(rig, STRATEGY)).toBeUndefined();
    expect(bought(rig, 3)).toEqual(['Placed', 'Placed', 'Placed']);
    expect(verdict(rig, { strategy: STRATEGY })).toMatch(/TurnedOff/);
  });

  it('that was turned off by older rules has a stop from the next run on, which can be ended', () => {
    const rig = aRig(3);
    bought(rig, 3);
    expect(stopOf(rig, STRATEGY)).toBeUndefined();
    started(rig, RULES);
    expect(stopOf(rig, STRATEGY)).toMatchObject({ grade: 'HALT_NEW' });
    resumed(rig, STRATEGY);
    expect(verdict(rig, { strategy: STRATEGY })).toBe('Placed');
  });
});

describe('programs of an account that name no strategy', () => {
  it('are turned off by its name: people go on trading it, and two of them turn its programs on again', () => {
    const rig = aRig();
    const program = () => verdict(rig, {}, 'key');
    expect([program(), program(), program()]).toEqual(['Placed', 'Placed', 'Placed']);
    expect(stopOf(rig, ALPHA_ACCOUNT)).toMatchObject({ grade: 'HALT_NEW' });
    expect(mapGet(rig.state.risk.states, `account|${ALPHA_ACCOUNT}`)).toBeUndefined();
    expect(mapGet(rig.state.risk.states, `client|${ALPHA}`)).toBeUndefined();
    expect(program()).toMatch(/TurnedOff/);
    expect(verdict(rig, {})).toBe('Placed');
    resumed(rig, ALPHA_ACCOUNT);
    expect(program()).toBe('Placed');
  });
});
