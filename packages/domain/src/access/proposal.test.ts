import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PersonId } from '../kernel/index.ts';
import { type ProposeRequest, propose } from './approval.ts';
import { approvalsWith, proposeRequest } from './approval-samples.ts';
import { diffOf } from './diff.ts';
import type { Act } from './duties.ts';
import type { ApiKeyId } from './ids.ts';
import { MAX_PAYLOAD_CHARS } from './proposal.ts';
import { ALPHA_PEOPLE, actor, clientGrant, DAY_MS, id, noon, staff } from './samples.ts';
import { STARTING_POLICY } from './starting-policy.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const { ask, open } = approvalsWith(sha256);
const proposeCode = (changes: Partial<ProposeRequest>, acts: readonly Act[] = []) => {
  const answer = ask(changes, { acts });
  return answer.ok ? 'Pending' : answer.error.code;
};

describe('proposing', () => {
  it('keeps the exact payload, its hash, what it changes, the rule and the term', () => {
    const { proposal, status } = open({ before: { to: 'treasury', amount: '5', note: 'old' } });
    expect(status).toBe('Pending');
    expect(proposal.payload).toBe('{"amount":"150000","asset":"USD","to":"treasury"}');
    expect(proposal.payloadHash).toMatch(/^[0-9a-f]{64}$/);
    expect(proposal.diff).toEqual([
      { pointer: '/amount', before: '"5"', after: '"150000"' },
      { pointer: '/asset', before: null, after: '"USD"' },
      { pointer: '/note', before: '"old"', after: null },
    ]);
    expect([proposal.rule, proposal.policyVersion]).toEqual(['large-money', 1]);
    expect(proposal.expiresAt).toBe(noon(DAY_MS));
  });

  it('is not moved by what becomes of the value it was given', () => {
    const payload = { amount: '1' };
    const { proposal } = open({ payload });
    payload.amount = '1000000';
    expect(proposal.payload).toBe('{"amount":"1"}');
  });

  it('has another hash for the same payload about something else', () => {
    const hashes = [
      open(),
      open({ act: 'ledger.proposeAdjustment' }),
      open({ subject: 'transfer 2' }),
      open({ payload: { to: 'treasury', amount: '150001', asset: 'USD' } }),
    ].map(({ proposal }) => proposal.payloadHash);
    expect(new Set(hashes).size).toBe(4);
  });

  it('is for those who are permitted, by no API key, and not against a duty', () => {
    expect(proposeCode({ actor: staff(1, 'Trader') })).toBe('NotPermitted');
    expect(proposeCode({ actor: actor(1, []) })).toBe('OutsideTenant');
    const key = {
      id: id<ApiKeyId>(1),
      organisation: ALPHA_PEOPLE,
      scope: 'Trade',
      from: noon(-1),
      until: noon(1),
    } as const;
    const administrator = [clientGrant(1, 'ClientAdministrator', ALPHA_PEOPLE)];
    const byKey = {
      act: 'access.proposeGrant',
      resource: { kind: 'Organisation', organisation: ALPHA_PEOPLE },
    } as const;
    expect(proposeCode({ ...byKey, actor: actor(1, administrator) })).toBe('Pending');
    expect(proposeCode({ ...byKey, actor: actor(1, administrator, key) })).toBe('OutsideKeyScope');
  });

  it('of a policy is not for who drafted it', () => {
    const publish = {
      actor: staff(1, 'Administrator'),
      act: 'approval.proposePolicy',
      resource: { kind: 'Firm' },
      subject: 'draft 7',
      amount: null,
    } as const;
    const drafted = (n: number): Act => ({
      person: id<PersonId>(n),
      permission: 'approval.draftPolicy',
      subject: 'draft 7',
      client: null,
      at: noon(-1),
    });
    expect(proposeCode(publish, [drafted(2)])).toBe('Pending');
    expect(proposeCode(publish, [drafted(1)])).toBe('DutyConflict');
  });

  it('is refused where the policy blocks, and for payloads without an exact text', () => {
    const closed = { ...STARTING_POLICY, rules: [] } as typeof STARTING_POLICY;
    expect(propose(sha256, closed, proposeRequest(), { amounts: [], acts: [] })).toMatchObject({
      error: { code: 'Blocked', rule: 'block-all' },
    });
    expect(proposeCode({ payload: { amount: 0.1 } })).toBe('NotAnInteger');
    expect(proposeCode({ payload: { to: '\ud800' } })).toBe('LoneSurrogate');
    expect(proposeCode({ subject: '\ud800' })).toBe('LoneSurrogate');
    expect(proposeCode({ before: { at: new Date(0) } })).toBe('NotCanonical');
    expect(proposeCode({ payload: 'x'.repeat(MAX_PAYLOAD_CHARS) })).toBe('PayloadTooLarge');
  });
});

describe('a diff', () => {
  it('names each value that comes, goes or changes, and no other', () => {
    expect(
      diffOf({ a: 1, b: [1, 2], c: {}, 'd/e~': null }, { a: 1, b: [1, 3, 4], 'd/e~': '' }),
    ).toEqual([
      { pointer: '/b/1', before: '2', after: '3' },
      { pointer: '/b/2', before: null, after: '4' },
      { pointer: '/c', before: '{}', after: null },
      { pointer: '/d~1e~0', before: 'null', after: '""' },
    ]);
    expect(diffOf(undefined, 'new')).toEqual([{ pointer: '', before: null, after: '"new"' }]);
    expect(diffOf({ a: [1] }, { a: [1] })).toEqual([]);
  });
});
