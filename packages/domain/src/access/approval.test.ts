import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decimal, type PersonId, unwrap } from '../kernel/index.ts';
import {
  type Approval,
  type ApprovalEvent,
  type ApprovalStatus,
  groupsToDecide,
  isQuorate,
  MAX_REASON_CHARS,
  move,
  type Now,
  progress,
  settle,
  TRANSITIONS,
} from './approval.ts';
import {
  approvalsWith,
  BACK_GROUP,
  choiceOf,
  FINANCE,
  HEAD,
  HEAD_GROUP,
  MAKER,
  NOW,
  tampered,
} from './approval-samples.ts';
import type { Act } from './duties.ts';
import type { ProposalId } from './ids.ts';
import type { Actor } from './permissions.ts';
import type { Choice, PayloadHash } from './proposal.ts';
import { ALPHA, actor, DAY_MS, FIRM, firmGrant, HOUR_MS, id, noon, staff } from './samples.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const { open, provenFor, take, approved } = approvalsWith(sha256);
const takeCode = (...args: Parameters<typeof take>) => {
  const answer = take(...args);
  return answer.ok ? answer.value.status : answer.error.code;
};

describe('the table of transitions', () => {
  const STATUSES = Object.keys(TRANSITIONS) as readonly ApprovalStatus[];
  const EVENTS: readonly ApprovalEvent[] = [
    'Approve',
    'Complete',
    'Refuse',
    'Expire',
    'Change',
    'Execute',
  ];

  it('executes only what is approved, and approves only what is pending', () => {
    const into = (status: ApprovalStatus) =>
      STATUSES.filter((from) => Object.values(TRANSITIONS[from]).includes(status));
    expect(into('Executed')).toEqual(['Approved']);
    expect(into('Approved')).toEqual(['Pending']);
    expect(into('Pending')).toEqual(['Pending']);
  });

  it('leaves nothing from an end', () => {
    for (const status of ['Refused', 'Expired', 'Executed', 'Stale'] as const) {
      expect(TRANSITIONS[status]).toEqual({});
    }
  });

  it('throws on every move it does not have', () => {
    for (const status of STATUSES) {
      for (const event of EVENTS) {
        const approval = { ...open(), status };
        const to = TRANSITIONS[status][event];
        if (to === undefined) expect(() => move(approval, event)).toThrow(status);
        else expect(move(approval, event).status).toBe(to);
      }
    }
  });
});

describe('deciding', () => {
  it('approves when every group has its number, and not before', () => {
    const first = unwrap(take(open(), FINANCE, BACK_GROUP));
    expect(first.status).toBe('Pending');
    expect(
      progress(first.proposal, first.decisions).map(({ approvals }) => approvals.length),
    ).toEqual([1, 0]);
    expect(takeCode(first, HEAD, HEAD_GROUP)).toBe('Approved');
  });

  it('is never for the proposer, also through a second role', () => {
    const both = staff(1, 'Operations', 'Finance', 'HeadOfCompliance');
    for (const group of [BACK_GROUP, HEAD_GROUP]) {
      expect(takeCode(open({ actor: both }), both, group)).toBe('OwnProposal');
      expect(takeCode(open(), both, group)).toBe('OwnProposal');
    }
  });

  it('is never for whom it concerns', () => {
    const concerned = open({ concerns: [FINANCE.person] });
    expect(takeCode(concerned, FINANCE, BACK_GROUP)).toBe('ConcernsYou');
  });

  it('counts a person once, though two groups would have him', () => {
    const both = staff(2, 'Finance', 'HeadOfCompliance');
    const first = unwrap(take(open(), both, BACK_GROUP));
    expect(takeCode(first, both, HEAD_GROUP)).toBe('AlreadyDecided');
    expect(takeCode(first, both, BACK_GROUP)).toBe('AlreadyDecided');
  });

  it('is for those the group names, with a grant that reaches it', () => {
    expect(takeCode(open(), FINANCE, HEAD_GROUP)).toBe('NotInGroup');
    expect(takeCode(open(), FINANCE, 'No such group')).toBe('NotInGroup');
    expect(takeCode(open(), staff(4, 'RiskOfficer'), BACK_GROUP)).toBe('NotInGroup');
    expect(takeCode(open(), staff(4, 'Auditor'), BACK_GROUP)).toBe('NotPermitted');
    expect(takeCode(open(), actor(4, []), BACK_GROUP)).toBe('OutsideTenant');
    const narrowed = actor(4, [firmGrant(4, 'Finance', { clients: [] })]);
    expect(takeCode(open(), narrowed, BACK_GROUP)).toBe('NotAssigned');
  });

  it('ends with the first refusal, also after the quorum', () => {
    const refuse = { choice: { verdict: 'Refuse' } } as const;
    const refused = unwrap(take(open(), FINANCE, BACK_GROUP, refuse));
    expect(refused.status).toBe('Refused');
    expect(takeCode(refused, HEAD, HEAD_GROUP)).toBe('Closed');
    const other = staff(5, 'Finance');
    expect(takeCode(approved(), other, BACK_GROUP)).toBe('Closed');
    expect(takeCode(approved(), other, BACK_GROUP, refuse)).toBe('Refused');
  });

  it('names the payload that was seen', () => {
    const other = { choice: { payloadHash: 'ff' as PayloadHash } };
    expect(takeCode(open(), FINANCE, BACK_GROUP, other)).toBe('OtherPayload');
    const changed = tampered(open(), { payload: '{"amount":"1"}' });
    expect(takeCode(changed, FINANCE, BACK_GROUP)).toBe('OtherPayload');
  });

  it('takes a step-up of the same person, for exactly this choice about exactly these terms', () => {
    const approval = open();
    const stepUp = (of: Approval, who: Actor, changes: Partial<Choice> = {}, group = BACK_GROUP) =>
      takeCode(approval, FINANCE, BACK_GROUP, {
        stepUp: provenFor(of, who, choiceOf(of, group, changes)),
      });
    expect(stepUp(approval, FINANCE)).toBe('Pending');
    expect(stepUp(approval, HEAD)).toBe('StepUpForOther');
    expect(stepUp(approval, FINANCE, { verdict: 'Refuse' })).toBe('StepUpForOther');
    expect(stepUp(approval, FINANCE, { reason: 'Something else.' })).toBe('StepUpForOther');
    expect(stepUp(approval, FINANCE, {}, HEAD_GROUP)).toBe('StepUpForOther');
    expect(stepUp(open({ id: id<ProposalId>(2) }), FINANCE)).toBe('StepUpForOther');
    expect(stepUp(tampered(approval, { expiresAt: noon(2 * DAY_MS) }), FINANCE)).toBe(
      'StepUpForOther',
    );
  });

  it('needs a reason people can read', () => {
    const because = (reason: string) =>
      takeCode(open(), FINANCE, BACK_GROUP, { choice: { reason } });
    expect(because('  ')).toBe('ReasonMissing');
    expect(because('x'.repeat(MAX_REASON_CHARS + 1))).toBe('ReasonTooLong');
    expect(because('\ud800')).toBe('ReasonNotText');
  });

  it('ends with its term and with its policy', () => {
    const by = (now: Partial<Now>) => take(open(), FINANCE, BACK_GROUP, { now });
    expect(by({ at: noon(DAY_MS - 1) }).ok).toBe(true);
    expect(by({ at: noon(DAY_MS) })).toEqual({
      ok: false,
      error: { code: 'Closed', status: 'Expired' },
    });
    expect(by({ policyVersion: 2 })).toEqual({
      ok: false,
      error: { code: 'Closed', status: 'Stale' },
    });
    expect(settle(open(), { at: noon(DAY_MS), policyVersion: 2 }).status).toBe('Expired');
    expect(
      settle({ ...approved(), status: 'Executed' }, { at: noon(DAY_MS), policyVersion: 2 }).status,
    ).toBe('Executed');
  });

  it('about limits is not for who traded for the client, whatever his role is today', () => {
    const limit = open({
      actor: staff(1, 'RiskOfficer'),
      act: 'risk.proposeLimit',
      amount: decimal('1'),
    });
    const risk = staff(4, 'RiskOfficer');
    const traded: Act = {
      person: risk.person,
      permission: 'trading.placeOrder',
      subject: 'order 1',
      client: ALPHA,
      at: noon(-HOUR_MS),
    };
    expect(takeCode(limit, risk, 'Risk and compliance')).toBe('Approved');
    expect(takeCode(limit, risk, 'Risk and compliance', { history: [traded] })).toBe(
      'DutyConflict',
    );
  });

  it('says to the inbox the same as it enforces', () => {
    const names = (who: Actor) => {
      const groups = groupsToDecide(open(), who, [], NOW);
      return groups.ok ? groups.value.map(({ name }) => name) : groups.error.code;
    };
    expect(names(FINANCE)).toEqual([BACK_GROUP]);
    expect(names(staff(4, 'Finance', 'HeadOfCompliance'))).toEqual([BACK_GROUP, HEAD_GROUP]);
    expect(names(MAKER)).toBe('OwnProposal');
    expect(names(staff(4, 'RiskOfficer'))).toBe('NotInGroup');
  });
});

describe('a quorum', () => {
  it('is never reached by nobody, whatever the groups say', () => {
    const { proposal } = open();
    expect(isQuorate({ ...proposal, groups: [] }, [])).toBe(false);
    expect(isQuorate({ ...proposal, groups: [{ name: 'x', roles: [], needed: 0 }] }, [])).toBe(
      false,
    );
  });
});

describe('the firm', () => {
  it('can give a role to its people only by somebody else’s consent', () => {
    const administrator = staff(1, 'Administrator');
    const grant = open({
      actor: administrator,
      act: 'access.proposeGrant',
      resource: { kind: 'Organisation', organisation: FIRM },
      subject: 'grant 1',
      payload: { role: 'Trader', person: id<PersonId>(7) },
      amount: null,
      concerns: [id<PersonId>(7)],
    });
    expect(takeCode(grant, administrator, 'Administrators')).toBe('OwnProposal');
    expect(takeCode(grant, staff(7, 'Administrator'), 'Administrators')).toBe('ConcernsYou');
    expect(takeCode(grant, staff(2, 'Administrator'), 'Administrators')).toBe('Approved');
  });
});
