import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { decimal, fromUnits, type Price, type Quantity, unwrap } from '../kernel/index.ts';
import {
  CHECK_CODES,
  CHECK_VERDICTS,
  type Check,
  type ClOrdId,
  checkOf,
  RISK_CHECK_CODES,
} from '../trading/index.ts';
import { approve, decisionText, type GateInput, preview, type RiskApproved } from './approve.ts';
import type { Facts, OrderToCheck } from './facts.ts';
import {
  COMPLIANT,
  FACTS,
  FIGURES,
  figures,
  LIMITS,
  ORDER,
  POLICY,
  qty,
  scopes,
} from './samples.ts';

const INPUT: GateInput<OrderToCheck> = {
  order: ORDER,
  facts: FACTS,
  compliance: COMPLIANT,
  policy: POLICY,
};
const approved = (change: Partial<GateInput<OrderToCheck>>) =>
  approve({ ...INPUT, ...change }).approved;
const refusals = (change: Partial<GateInput<OrderToCheck>>) =>
  preview({ ...INPUT, ...change }).checks.filter(({ verdict }) => verdict !== 'Pass');

describe('the gate', () => {
  it('mints the order itself when every check lets it pass', () => {
    const { approved: minted, decision } = approve(INPUT);
    expect(minted).toBe(ORDER);
    expect(decision.verdict).toBe('Approved');
    expect(new Set(decision.checks.map(({ code }) => code))).toEqual(new Set(CHECK_CODES));
  });

  it('takes no order that was not minted', () => {
    const send = (order: RiskApproved<OrderToCheck>) => order.clOrdId;
    expectTypeOf(ORDER).not.toExtend<RiskApproved<OrderToCheck>>();
    expectTypeOf(send).parameter(0).toExtend<OrderToCheck>();
  });

  it.each(CHECK_CODES)('refuses when the policy does not name %s', (code) => {
    const policy = { ...POLICY, checks: CHECK_CODES.filter((one) => one !== code) };
    expect(approved({ policy })).toBeNull();
    expect(refusals({ policy })).toMatchObject([{ code, reason: 'NotInPolicy' }]);
  });

  it('refuses by a policy that names nothing', () => {
    expect(approved({ policy: { ...POLICY, checks: [] } })).toBeNull();
  });

  it.each(COMPLIANT.checks.map(({ code }) => code))('refuses without the answer of %s', (code) => {
    const checks = COMPLIANT.checks.filter((one) => one.code !== code);
    const compliance = { ...COMPLIANT, checks };
    expect(approved({ compliance })).toBeNull();
    expect(refusals({ compliance })).toMatchObject([{ code, reason: 'NotEvaluated' }]);
  });

  it('refuses without compliance, and by its verdicts of another order', () => {
    expect(approved({ compliance: null })).toBeNull();
    const other = { ...COMPLIANT, clOrdId: 'order-2' as ClOrdId };
    expect(approved({ compliance: other })).toBeNull();
    expect(refusals({ compliance: other })[0]?.reason).toBe('ForAnotherOrder');
  });

  it.each(['Refuse', 'CannotTell'] as const)('refuses on one %s of compliance', (verdict) => {
    const extra = checkOf('Mandate', verdict, 'NotAllowed');
    const compliance = { ...COMPLIANT, checks: [...COMPLIANT.checks, extra] };
    expect(approved({ compliance })).toBeNull();
  });

  it('cannot be let through by a risk answer that compliance hands in', () => {
    const forged = RISK_CHECK_CODES.map((code) => checkOf(code, 'Pass', 'Within'));
    const compliance = { ...COMPLIANT, checks: [...COMPLIANT.checks, ...forged] };
    expect(approved({ compliance, facts: { ...FACTS, states: null } })).toBeNull();
  });

  it.each(Object.keys(FIGURES))('refuses when %s is not known', (name) => {
    expect(approved({ facts: { ...FACTS, ...figures({ [name]: null }).facts } })).toBeNull();
  });

  it.each(
    Object.keys(FACTS).filter(
      (name) => !['at', 'maxLeverage', 'scopes', 'base', 'worstPrice'].includes(name),
    ),
  )('refuses when %s is not known', (name) => {
    expect(approved({ facts: { ...FACTS, [name]: null } })).toBeNull();
  });

  it('evaluates all, however many refuse, and tells the worst first', () => {
    const order = { ...ORDER, orderQty: qty('1000.0001') };
    const facts: Facts = { ...FACTS, openOrders: null };
    const { checks } = preview({ ...INPUT, order, facts });
    expect(new Set(checks.map(({ code }) => code))).toEqual(new Set(CHECK_CODES));
    const ranks = checks.map(({ verdict }) => CHECK_VERDICTS.indexOf(verdict));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(checks.filter(({ verdict }) => verdict === 'Refuse').length).toBeGreaterThan(5);
    const same = checks.filter(({ verdict }) => verdict === 'Refuse');
    const places = same.map(({ code }) => CHECK_CODES.indexOf(code));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('writes its decision canonically, every limit and figure in it', () => {
    const { decision } = approve(INPUT);
    const text = unwrap(decisionText(decision));
    expect(JSON.parse(text)).toEqual(decision);
    expect(text).toBe(unwrap(decisionText(preview(INPUT))));
    const position = decision.checks.find(({ code }) => code === 'Position') as Check;
    expect([position.limit, position.actual]).toEqual(['1000', '100']);
  });
});

const units = fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n });
const amount = fc.oneof(
  units.map((value) => fromUnits(value, 18)),
  fc.integer().map((n) => decimal(String(n))),
);
const unknown = fc.option(amount, { nil: null });

const wild = fc.record({
  side: fc.constantFrom('Buy' as const, 'Sell' as const),
  orderQty: amount.map((value) => value as Quantity),
  reference: fc.option(
    amount.map((value) => value as Price),
    { nil: null },
  ),
  quoteValue: unknown,
  equity: unknown,
  position: unknown,
  workingSell: unknown,
  peakEquity: unknown,
  dailyVolume: unknown,
  limitValue: amount,
});

const wildInput = ({
  side,
  orderQty,
  reference,
  quoteValue,
  dailyVolume,
  limitValue,
  ...rest
}: typeof wild extends fc.Arbitrary<infer T> ? T : never) => ({
  ...INPUT,
  order: { ...ORDER, side, orderQty },
  facts: {
    ...FACTS,
    reference,
    quoteValue,
    dailyVolume,
    scopes: scopes(rest),
    limits: LIMITS.map((one) => ({ ...one, value: limitValue })),
  },
});

describe('whatever figures come in', () => {
  it('the gate answers, the same each time, and preview says the same', () => {
    fc.assert(
      fc.property(wild, (values) => {
        const input = wildInput(values);
        const gated = approve(input);
        expect(gated.approved !== null).toBe(gated.decision.verdict === 'Approved');
        const text = unwrap(decisionText(gated.decision));
        expect(unwrap(decisionText(preview(input)))).toBe(text);
        expect(new Set(gated.decision.checks.map(({ code }) => code)).size).toBe(
          CHECK_CODES.length,
        );
      }),
    );
  });

  it('a missing figure never lets an order through that was refused with it', () => {
    const names = Object.keys(FIGURES) as (keyof typeof FIGURES)[];
    fc.assert(
      fc.property(wild, fc.subarray(names, { minLength: 1 }), (values, missing) => {
        const input = wildInput(values);
        const without = Object.fromEntries(missing.map((name) => [name, null]));
        const blind = { ...input, facts: { ...input.facts, ...figures(without).facts } };
        expect(approve(blind).approved).toBeNull();
      }),
    );
  });
});
