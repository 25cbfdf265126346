import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decimal, type PersonId, unwrap } from '../kernel/index.ts';
import type { Approval } from './approval.ts';
import {
  approvalsWith,
  BACK_GROUP,
  FINANCE,
  HEAD,
  HEAD_GROUP,
  MAKER,
  tampered,
} from './approval-samples.ts';
import type { ProposalId } from './ids.ts';
import { type Decision, type Proposal, type WorldHash, worldHash } from './proposal.ts';
import { actor, DAY_MS, firmGrant, HOUR_MS, id, noon, staff } from './samples.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const { ask, open, take, approved, run } = approvalsWith(sha256);
const runCode = (...args: Parameters<typeof run>) => {
  const { approval, execution } = run(...args);
  return [execution.ok ? 'Done' : execution.error.code, approval.status];
};

describe('executing', () => {
  it('gives the very payload that was approved, once', () => {
    const { approval, execution } = run(approved());
    expect(unwrap(execution)).toMatchObject({
      act: 'ledger.proposeTransfer',
      subject: 'transfer 1',
      payload: { to: 'treasury', amount: '150000', asset: 'USD' },
      proposer: MAKER.person,
    });
    expect(runCode(approval)).toEqual(['NotApproved', 'Executed']);
  });

  it('is refused before the quorum, also when a row says Approved', () => {
    expect(runCode(open())).toEqual(['NotApproved', 'Pending']);
    expect(runCode({ ...open(), status: 'Approved' })).toEqual(['QuorumLost', 'Stale']);
    const refused = unwrap(
      take(approved(), staff(5, 'Finance'), BACK_GROUP, { choice: { verdict: 'Refuse' } }),
    );
    expect(runCode({ ...refused, status: 'Approved' })).toEqual(['NotApproved', 'Stale']);
  });

  it('is refused for a changed payload, also with its hash mended', () => {
    const payload = '{"amount":"150000","asset":"USD","to":"elsewhere"}';
    expect(runCode(tampered(approved(), { payload }))).toEqual(['PayloadChanged', 'Stale']);
    const mended = open({ payload: JSON.parse(payload) }).proposal;
    const forged = tampered(approved(), { payload, payloadHash: mended.payloadHash });
    expect(runCode(forged)).toEqual(['TermsChanged', 'Stale']);
  });

  it('is refused when any term is not as it was agreed to', () => {
    const changes: readonly Partial<Proposal>[] = [
      { groups: [{ name: BACK_GROUP, roles: ['Finance'], needed: 1 }] },
      { proposer: id<PersonId>(9) },
      { concerns: [id<PersonId>(9)] },
      { expiresAt: noon(2 * DAY_MS) },
      { amount: decimal('1') },
      { amount: null },
      { diff: [] },
      { rule: 'money' },
      { worldHash: 'ff' as WorldHash },
      { id: id<ProposalId>(2) },
      { proposedAt: noon(-1) },
    ];
    for (const change of changes) {
      expect([change, runCode(tampered(approved(), change))]).toEqual([
        change,
        ['TermsChanged', 'Stale'],
      ]);
    }
    for (const change of [
      { subject: 'x' },
      { act: 'ledger.proposeAdjustment' },
      { resource: { kind: 'Firm' } },
    ] as const) {
      expect(runCode(tampered(approved(), change))).toEqual(['PayloadChanged', 'Stale']);
    }
  });

  it('is refused when terms were changed before anybody decided, and people agreed to those', () => {
    const alone = [{ name: BACK_GROUP, roles: ['Finance'], needed: 1 }] as const;
    const weakened = tampered(open(), { groups: alone });
    const agreed = unwrap(take(weakened, FINANCE, BACK_GROUP));
    expect([agreed.status, ...runCode(agreed)]).toEqual(['Approved', 'TermsChanged', 'Stale']);
  });

  it('is refused when a decision was copied into another name, or into another proposal', () => {
    const approval = unwrap(take(open(), FINANCE, BACK_GROUP));
    const [decision] = approval.decisions;
    const copied = { ...decision, person: HEAD.person } as Decision;
    const forged: Approval = {
      ...approval,
      status: 'Approved',
      decisions: [...approval.decisions, copied],
    };
    expect(runCode(forged)).toEqual(['DecisionForOther', 'Stale']);
    const other = ask({ id: id<ProposalId>(2) });
    const moved = {
      ...unwrap(other).approval,
      status: 'Approved',
      decisions: approved().decisions,
    } as const;
    expect(runCode(moved, { terms: unwrap(other).terms })).toEqual(['DecisionForOther', 'Stale']);
  });

  it('is refused when the world, the policy or the time has moved on', () => {
    const world = worldHash(sha256, { limit: 1, version: 5 });
    expect(runCode(approved(), { worldHash: world })).toEqual(['WorldChanged', 'Stale']);
    expect(runCode(approved(), { policyVersion: 2 })).toEqual(['NotApproved', 'Stale']);
    expect(runCode(approved(), { at: noon(DAY_MS) })).toEqual(['NotApproved', 'Expired']);
  });

  it('is refused when an approver has lost the role, or is not known any more', () => {
    const left = actor(3, [firmGrant(3, 'HeadOfCompliance', { until: noon(HOUR_MS) })]);
    const before = run(approved(), { deciders: [FINANCE, left], at: noon(HOUR_MS - 1) });
    expect(before.execution.ok).toBe(true);
    expect(run(approved(), { deciders: [FINANCE, left], at: noon(HOUR_MS) }).execution).toEqual({
      ok: false,
      error: { code: 'QuorumLost', groups: [HEAD_GROUP] },
    });
    expect(runCode(approved(), { deciders: [] })).toEqual(['QuorumLost', 'Stale']);
    const moved = staff(3, 'RiskOfficer');
    expect(runCode(approved(), { deciders: [FINANCE, moved] })).toEqual(['QuorumLost', 'Stale']);
  });

  it('stands on the same terms when a row carries more than we wrote', () => {
    const read = { ...approved().proposal, createdBy: 'a column of ours' };
    expect(runCode({ ...approved(), proposal: read })).toEqual(['Done', 'Executed']);
  });
});
