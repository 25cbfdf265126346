import { describe, expect, it } from 'vitest';
import { type Asset, type ClientId, decimal, type PersonId, unwrap } from '../kernel/index.ts';
import { holds, type ProposalAct } from './permissions.ts';
import {
  BLOCK_ALL,
  type Condition,
  type EarlierAmount,
  lookbackMs,
  type PolicyDraft,
  PROPOSAL_ACTS,
  type ProposalFacts,
  type Rule,
  type RuleVerdict,
  whichRule,
} from './policy.ts';
import {
  checkPolicy,
  MAX_RULES,
  MAX_WINDOW_MS,
  type PolicyFault,
  policyDraftSchema,
  policyPayload,
} from './policy-check.ts';
import { ROLES } from './roles.ts';
import { ALPHA, BETA, DAY_MS, HOUR_MS, id, noon } from './samples.ts';
import { STARTING_POLICY } from './starting-policy.ts';

const ANYTHING: Condition = { acts: null, proposers: null, clients: null, amount: null };
const REQUIRE: RuleVerdict = {
  kind: 'Require',
  groups: [{ name: 'Risk', roles: ['RiskOfficer'], needed: 1 }],
  lifeMs: HOUR_MS,
};
const rule = (name: string, when: Partial<Condition>, verdict: RuleVerdict = REQUIRE): Rule => ({
  id: name,
  title: name,
  when: { ...ANYTHING, ...when },
  verdict,
});
const policy = (...rules: readonly Rule[]): PolicyDraft => ({
  version: 1,
  asset: 'USD' as Asset,
  rules: [...rules, BLOCK_ALL],
});
const facts = (changes: Partial<ProposalFacts> = {}): ProposalFacts => ({
  act: 'ledger.proposeTransfer',
  proposer: id<PersonId>(1),
  roles: ['Operations'],
  client: ALPHA,
  amount: decimal('100'),
  at: noon(),
  ...changes,
});
const governs = (
  draft: PolicyDraft,
  changes: Partial<ProposalFacts> = {},
  earlier: readonly EarlierAmount[] = [],
) => whichRule(draft, facts(changes), earlier).rule.id;

describe('the rule that governs', () => {
  it('is the first that matches, though later ones match too', () => {
    const draft = policy(rule('one', { acts: ['ledger.proposeTransfer'] }), rule('two', {}));
    expect(governs(draft)).toBe('one');
    expect(governs(draft, { act: 'ledger.proposeAdjustment' })).toBe('two');
  });

  it('is the block at the end when nothing else matches, even of a policy that has lost its own', () => {
    const draft = policy(rule('one', { acts: ['access.proposeGrant'] }));
    expect(governs(draft)).toBe('block-all');
    expect(governs({ ...draft, rules: [] })).toBe('block-all');
  });

  it('looks at who proposes and for which client', () => {
    const draft = policy(
      rule('finance', { proposers: ['Finance'] }),
      rule('alpha', { clients: [ALPHA] }),
    );
    expect(governs(draft, { roles: ['Operations', 'Finance'] })).toBe('finance');
    expect(governs(draft)).toBe('alpha');
    expect(governs(draft, { client: BETA })).toBe('block-all');
    expect(governs(draft, { client: null })).toBe('block-all');
  });

  it('says why none before it matched', () => {
    const draft = policy(
      rule('act', { acts: ['access.proposeGrant'] }),
      rule('proposer', { proposers: ['Finance'] }),
      rule('client', { clients: [BETA] }),
      rule('amount', { amount: { over: decimal('100'), within: null } }),
    );
    const { trials } = whichRule(draft, facts(), []);
    expect(trials.map(({ failed }) => failed)).toEqual([
      'Act',
      'Proposer',
      'Client',
      'Amount',
      null,
    ]);
    expect(trials.at(3)?.amount).toEqual({ over: decimal('100'), actual: decimal('100') });
  });
});

describe('a threshold', () => {
  const large = rule('large', { amount: { over: decimal('100'), within: null } });

  it('is passed, not reached, whatever the sign', () => {
    const by = (amount: string) => governs(policy(large), { amount: decimal(amount) });
    expect(['100', '100.000000000000000001', '-100', '-101'].map(by)).toEqual([
      'block-all',
      'large',
      'block-all',
      'large',
    ]);
  });

  it('is passed by an amount nobody knows', () => {
    expect(governs(policy(large), { amount: null })).toBe('large');
  });

  it('does not concern an act that has no amount', () => {
    expect(governs(policy(large), { act: 'access.proposeGrant', amount: null })).toBe('block-all');
  });
});

describe('a threshold over a window of time', () => {
  const window = (per: 'Client' | 'Proposer' | 'Firm') =>
    policy(
      rule('much', {
        acts: ['ledger.proposeTransfer'],
        amount: { over: decimal('250'), within: { ms: DAY_MS, per } },
      }),
    );
  const earlier = (changes: Partial<EarlierAmount> = {}): EarlierAmount => {
    const { roles: _roles, ...past } = facts({ at: noon(-1), ...changes });
    return past;
  };

  it('adds up what came before, which another rule governed then', () => {
    const draft = policy(
      rule('each', { amount: { over: decimal('120'), within: null } }),
      ...window('Client').rules.slice(0, -1),
      rule('small', {}),
    );
    const past = [earlier({ amount: decimal('150') })];
    expect(governs(draft, {}, [])).toBe('small');
    expect(governs(draft, past[0] ?? {}, [])).toBe('each');
    expect(governs(draft, {}, past)).toBe('small');
    expect(governs(draft, { amount: decimal('100.01') }, past)).toBe('much');
  });

  it('stops a large amount that comes as many small ones', () => {
    const past: EarlierAmount[] = [];
    const governed: string[] = [];
    const draft = policy(...window('Client').rules.slice(0, -1), rule('small', {}));
    for (let i = 0; i < 5; i += 1) {
      governed.push(governs(draft, { at: noon(i) }, past));
      past.push(earlier({ at: noon(i) }));
    }
    expect(governed).toEqual(['small', 'small', 'much', 'much', 'much']);
  });

  it('ends when it ends, and counts what another clock put ahead of ours', () => {
    const by = (ms: number) =>
      governs(window('Client'), {}, [earlier({ at: noon(ms), amount: decimal('200') })]);
    expect([-DAY_MS, -DAY_MS + 1, 1].map(by)).toEqual(['block-all', 'much', 'much']);
  });

  it('counts per client, per proposer, or all of the firm', () => {
    const other = { client: BETA, proposer: id<PersonId>(2), amount: decimal('200') };
    const by = (per: 'Client' | 'Proposer' | 'Firm', changes: object) =>
      governs(window(per), {}, [earlier({ ...other, ...changes })]);
    expect(by('Client', {})).toBe('block-all');
    expect(by('Client', { client: ALPHA })).toBe('much');
    expect(by('Proposer', {})).toBe('block-all');
    expect(by('Proposer', { proposer: id<PersonId>(1) })).toBe('much');
    expect(by('Firm', {})).toBe('much');
  });

  it('counts only what its rule is about', () => {
    const past = [earlier({ act: 'ledger.proposeAdjustment', amount: decimal('200') })];
    expect(governs(window('Firm'), {}, past)).toBe('block-all');
  });

  it('is passed when an earlier amount is unknown', () => {
    expect(governs(window('Client'), {}, [earlier({ amount: null })])).toBe('much');
  });

  it('says how far back it has to look', () => {
    expect(lookbackMs(window('Firm'))).toBe(DAY_MS);
    expect(lookbackMs(policy())).toBe(0);
  });
});

describe('a policy', () => {
  const change = rule('policy', { acts: ['approval.proposePolicy'] });
  const faults = (draft: PolicyDraft, current = 0): readonly PolicyFault[] => {
    const checked = checkPolicy(draft, current);
    return checked.ok ? [] : checked.error;
  };
  const codes = (draft: PolicyDraft) => faults(draft).map(({ code }) => code);

  it('ends by blocking everything', () => {
    expect(codes(policy(change))).toEqual([]);
    expect(codes({ ...policy(), rules: [change] })).toEqual(['BlockAllMissing']);
    expect(
      codes({
        ...policy(),
        rules: [change, { ...BLOCK_ALL, when: { ...ANYTHING, acts: ['access.proposeGrant'] } }],
      }),
    ).toEqual(['BlockAllMissing']);
    expect(codes({ ...policy(), rules: [] })).toEqual(['BlockAllMissing', 'PolicyFrozen']);
  });

  it('can be changed again', () => {
    expect(codes(policy(rule('other', { acts: ['access.proposeGrant'] })))).toEqual([
      'PolicyFrozen',
    ]);
    const blocked = rule(
      'no',
      { acts: ['approval.proposePolicy'] },
      { kind: 'Block', why: 'Never.' },
    );
    expect(codes(policy(blocked, rule('rest', {})))).toEqual(['Unreachable', 'PolicyFrozen']);
    const nobody = rule('nobody', { acts: ['approval.proposePolicy'], proposers: ['Trader'] });
    expect(codes(policy(nobody))).toEqual(['PolicyFrozen']);
  });

  it('follows the version in force', () => {
    expect(faults({ ...policy(change), version: 3 }, 1)).toEqual([
      { code: 'VersionNotNext', expected: 2, actual: 3 },
    ]);
  });

  it('has no rule that an earlier one hides', () => {
    const over = (name: string, amount: string) =>
      rule(name, {
        acts: ['ledger.proposeTransfer'],
        amount: { over: decimal(amount), within: null },
      });
    expect(codes(policy(change, over('high', '100'), over('low', '10')))).toEqual([]);
    expect(faults(policy(change, over('low', '10'), over('high', '100')))).toEqual([
      { code: 'Unreachable', rule: 'high', because: 'low' },
    ]);
    const general = rule('general', { acts: ['ledger.proposeTransfer'] });
    expect(codes(policy(change, general, over('high', '100')))).toEqual(['Unreachable']);
    expect(codes(policy(change, over('high', '100'), general))).toEqual([]);
  });

  it('has no two rules or groups of one name', () => {
    expect(codes(policy(change, rule('policy', { acts: ['access.proposeGrant'] })))).toEqual([
      'DuplicateRule',
    ]);
    const risk = { name: 'Risk', roles: ['RiskOfficer'], needed: 1 } as const;
    const twice = rule('twice', { acts: ['access.proposeGrant'] }, {
      ...REQUIRE,
      groups: [risk, risk],
    } as RuleVerdict);
    expect(codes(policy(change, twice))).toEqual(['DuplicateGroup']);
  });

  it('requires at least one other person, from roles that can decide', () => {
    const requiring = (groups: Extract<RuleVerdict, { kind: 'Require' }>['groups']) =>
      codes(
        policy(
          change,
          rule('x', { acts: ['access.proposeGrant'] }, { ...REQUIRE, groups } as RuleVerdict),
        ),
      );
    expect(requiring([])).toEqual(['GroupsOutOfRange']);
    expect(requiring([{ name: 'Risk', roles: ['RiskOfficer'], needed: 0 }])).toEqual([
      'NeededOutOfRange',
    ]);
    expect(requiring([{ name: 'Risk', roles: ['RiskOfficer'], needed: 1.5 }])).toEqual([
      'NeededOutOfRange',
    ]);
    expect(requiring([{ name: 'Risk', roles: [], needed: 1 }])).toEqual(['NeededOutOfRange']);
    expect(requiring([{ name: 'Audit', roles: ['Auditor'], needed: 1 }])).toEqual([
      'RoleCannotDecide',
    ]);
  });

  it('keeps lives, windows, thresholds and its own length within limits', () => {
    const with_ = (when: Partial<Condition>, lifeMs = HOUR_MS) =>
      codes(
        policy(
          change,
          rule('x', { acts: ['ledger.proposeTransfer'], ...when }, {
            ...REQUIRE,
            lifeMs,
          } as RuleVerdict),
        ),
      );
    const amount = (over: string, ms: number) =>
      ({ amount: { over: decimal(over), within: { ms, per: 'Firm' } } }) as const;
    expect(with_({}, 8 * DAY_MS)).toEqual(['LifeOutOfRange']);
    expect(with_({}, 0)).toEqual(['LifeOutOfRange']);
    expect(with_(amount('-1', DAY_MS))).toEqual(['ThresholdNegative']);
    expect(with_(amount('1', MAX_WINDOW_MS + 1))).toEqual(['WindowOutOfRange']);
    expect(with_({ proposers: [] })).toEqual(['EmptyCondition']);
    const many = Array.from({ length: MAX_RULES }, (_, i) =>
      rule(`${i}`, { clients: [id<ClientId>(i)] }),
    );
    expect(codes(policy(change, ...many))).toEqual(['TooManyRules']);
  });

  it('is the same after it has been a payload', () => {
    const read = policyDraftSchema.parse(policyPayload(STARTING_POLICY));
    expect(JSON.stringify(read)).toBe(JSON.stringify(STARTING_POLICY));
    expect(governs(read, { amount: decimal('100000.01') })).toBe('large-money');
  });

  it('is refused as a payload when anything is in it that we do not know', () => {
    const payload = policyPayload(STARTING_POLICY) as object;
    expect(policyDraftSchema.safeParse({ ...payload, allow: true }).success).toBe(false);
    expect(policyDraftSchema.safeParse({ ...payload, asset: 'usd' }).success).toBe(false);
    expect(policyDraftSchema.safeParse({ ...payload, version: 0 }).success).toBe(false);
  });
});

describe('the policy to start with', () => {
  const rolesOf = (act: ProposalAct) => ROLES.filter((role) => holds(role, act));

  it('has an answer other than no for every act and everyone who may propose it', () => {
    for (const act of PROPOSAL_ACTS) {
      for (const role of rolesOf(act)) {
        const { rule: found } = whichRule(STARTING_POLICY, facts({ act, roles: [role] }), []);
        expect([act, role, found.verdict.kind]).toEqual([act, role, 'Require']);
      }
    }
  });

  it('asks for more people when more is at stake', () => {
    const by = (amount: string) => governs(STARTING_POLICY, { amount: decimal(amount) });
    expect([by('100'), by('100000'), by('100000.01')]).toEqual(['money', 'money', 'large-money']);
    const { roles: _roles, ...past } = facts({ amount: decimal('100000') });
    expect(governs(STARTING_POLICY, { amount: decimal('100000') }, [past, past])).toBe(
      'much-money',
    );
  });

  it('is sound as version 1', () => {
    expect(unwrap(checkPolicy(STARTING_POLICY, 0)).version).toBe(1);
  });
});
