import type { Tx } from '@ultrathink/db';
import {
  ALL_PERMISSIONS,
  CONFLICTING_ACTS,
  CONFLICTING_ROLES,
  type GrantId,
  isProposalAct,
  type ProposalAct,
} from '@ultrathink/domain/access';
import { type ClientId, decimal, type PersonId } from '@ultrathink/domain/kernel';
import { createSystemIds, systemClock } from '@ultrathink/runtime';
import { describe, expect, it } from 'vitest';
import { testServices } from '../../testing/services.ts';
import { EXECUTORS } from './executors/index.ts';
import { openProposal } from './propose.ts';
import { type ApprovalRefusal, sentenceOf, told } from './sentences.ts';

const ids = createSystemIds();
const at = systemClock.now();
const [person, client] = [ids.next<PersonId>(), ids.next<ClientId>()];
const [pair] = CONFLICTING_ACTS;
const [roles] = CONFLICTING_ROLES;
if (pair === undefined || roles === undefined) throw new Error('No duty is kept apart.');
const earlier = { person, permission: 'risk.halt', subject: 'x', client, at } as const;
const hash = (sign: string) => sign.repeat(64) as never;

const REFUSALS: readonly ApprovalRefusal[] = [
  { code: 'DutyConflict', pair, earlier },
  { code: 'PayloadTooLarge', limit: 65_536, actual: 70_000 },
  { code: 'Blocked', rule: 'block-all', why: 'No rule of the policy allows this.' },
  { code: 'Closed', status: 'Executed' },
  { code: 'OwnProposal' },
  { code: 'ConcernsYou' },
  { code: 'AlreadyDecided', at },
  { code: 'NotInGroup', group: 'Risk', roles: ['RiskOfficer'] },
  { code: 'OtherPayload', expected: hash('a'), actual: hash('b') },
  { code: 'ReasonTooLong', limit: 2_000, actual: 2_001 },
  { code: 'WorldChanged', approved: hash('a'), actual: hash('b') },
  { code: 'QuorumLost', groups: ['Risk', 'Compliance'] },
  { code: 'PersonNotIn', state: 'Erased', needed: 'Invited or Active' },
  { code: 'GrantRefused', refusal: { code: 'TooLong', limitMs: 14_400_000, actualMs: 18_000_000 } },
  { code: 'GrantRefused', refusal: { code: 'TooManyClients', limit: 1_000, actual: 1_001 } },
  {
    code: 'RoleConflict',
    conflicts: [{ role: 'Trader', with: 'RiskOfficer', grant: ids.next<GrantId>(), pair: roles }],
  },
  { code: 'ControlRefused', refusal: { code: 'NoAccount' } },
  {
    code: 'ControlRefused',
    refusal: {
      code: 'TiersUnsound',
      refusals: [
        {
          code: 'AmountOutOfBounds',
          tier: 'Retail',
          field: 'maxLeverage',
          limit: decimal('100'),
          actual: decimal('101'),
        },
      ],
    },
  },
  { code: 'PolicyUnsound', faults: [{ code: 'TooManyRules', limit: 200, actual: 201 }] },
];

describe('a refusal', () => {
  it.each(REFUSALS)(
    'of $code says in whole sentences why, and keeps its hashes to itself',
    (one) => {
      const sentence = sentenceOf(one);
      expect(sentence).toMatch(/^[A-Z].*\.$/s);
      expect(sentence).not.toMatch(/undefined|\[object|!|[0-9a-f]{64}|please/i);
      expect(told(one).sentence).toBe(sentence);
    },
  );

  it('says the limit and what it was', () => {
    const long = sentenceOf({ code: 'PayloadTooLarge', limit: 65_536, actual: 70_000 });
    expect(long).toMatch(/65536.*70000/);
    const glass = sentenceOf({
      code: 'GrantRefused',
      refusal: { code: 'TooLong', limitMs: 14_400_000, actualMs: 18_000_000 },
    });
    expect(glass).toMatch(/4 hours.*5\.0/);
  });

  it('of somebody outside tells nothing at all', () => {
    expect(told({ code: 'OutsideTenant' })).toMatchObject({
      publicCode: 'NotFound',
      sentence: 'There is nothing by that name.',
    });
  });
});

const acts: readonly ProposalAct[] = ALL_PERMISSIONS.filter(isProposalAct);
const later = acts.filter((act) => EXECUTORS[act] === undefined);

it.each(later)('%s can not be proposed before there is what would carry it out', async (act) => {
  const answer = await openProposal({
    // Refused before anything is read.
    tx: {} as Tx,
    at,
    services: testServices(),
    actor: { person, grants: [], key: null },
    act,
    resource: { kind: 'Firm' },
    subject: 'x',
    payload: {},
    amount: null,
    reason: 'Now.',
  });
  expect(answer).toEqual({ ok: false, error: { code: 'NotYetExecutable', act } });
});

it('all but adjustments and transfers can be carried out today', () => {
  expect(later).toEqual(['ledger.proposeAdjustment', 'ledger.proposeTransfer']);
});
