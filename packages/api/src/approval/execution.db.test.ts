import { read } from '@ultrathink/db';
import { findProposal } from '@ultrathink/db/access';
import { openTestDatabase } from '@ultrathink/db/testing';
import { type ProposalId, termsHash } from '@ultrathink/domain/access';
import { type PersonId, unwrap } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import { approvalsOn } from '../../testing/approvals.ts';
import { aPlatform } from '../../testing/platform.ts';

const database = await openTestDatabase();
const at = await aPlatform(database);
const { proposeGrant, decide, draftPolicy, proposePolicy, tamper, rolesOf } = approvalsOn(
  database,
  at,
);
const admin = await at.person(at.firm, 'Administrator');
const second = await at.person(at.firm, 'Administrator');
const head = await at.person(at.firm, 'HeadOfCompliance');
const risk = await at.person(at.firm, 'RiskOfficer');

describe('what executes is what was approved', () => {
  /** Two groups have to agree to a policy, so that there is a moment between the two. */
  async function halfApproved(by: PersonId): Promise<ProposalId> {
    const { proposalId } = await proposePolicy(admin, await draftPolicy(head));
    expect((await decide(by, proposalId, { group: 'Administrators' })).status).toBe('Pending');
    return proposalId;
  }

  it('a payload changed under its hash is not decided and not executed', async () => {
    const id = await halfApproved(second);
    await tamper(`payload = replace(payload, 'The restricted list', 'Another list')`, id);
    await expect(decide(risk, id)).rejects.toMatchObject({
      publicCode: 'Conflict',
      sentence: expect.stringContaining('not what is proposed'),
    });
    await tamper(`status = 'Approved'`, id);
    const retry = await at.as(risk, at.firm);
    const answer = await retry.approval.execute({ ...at.key(), proposalId: id });
    expect(answer).toMatchObject({
      status: 'Stale',
      sentence: expect.stringContaining('changed after it was approved'),
    });
  });

  it('terms changed with every hash beside them are not those that were sealed', async () => {
    const { proposalId: id } = await proposeGrant(admin, await at.person(at.firm));
    await tamper(`expires_at = expires_at + interval '1 hour'`, id);
    const actor = { id: admin, scope: { kind: 'Access' } } as const;
    const stored = await read(database.as('app_staff'), actor, (tx) => findProposal(tx, id));
    if (stored === undefined) expect.unreachable();
    const forged = unwrap(termsHash(at.services.digest, stored.approval.proposal));
    await tamper(`terms_hash = '${forged}'`, id);
    expect(await decide(second, id)).toMatchObject({
      status: 'Stale',
      sentence: expect.stringContaining('audit trail sealed'),
    });
    const [row] = await database.sql(
      'select status, closed_why from access.proposal where id = $1',
      [id],
    );
    expect(row).toEqual({ status: 'Stale', closed_why: 'TermsChanged' });
  });

  it('a world that moved refuses, and nothing was carried out', async () => {
    const person = await at.person(at.firm);
    const { proposalId: id } = await proposeGrant(admin, person);
    await at.give(person, at.firm, 'Finance');
    expect(await decide(second, id)).toMatchObject({
      status: 'Stale',
      sentence: expect.stringContaining('has changed since it was proposed'),
    });
    expect(await rolesOf(person)).toEqual(['Finance']);
  });

  it('ASVS 8.3.2 who agreed and lost the role no longer counts', async () => {
    const leaving = await at.person(at.firm, 'Administrator');
    const policy = await halfApproved(leaving);
    await database.sql(
      `update access.role_grant set ended_at = now(), ended_why = 'left' where person_id = $1`,
      [leaving],
    );
    expect(await decide(risk, policy, { group: 'Risk' })).toMatchObject({
      status: 'Stale',
      sentence: expect.stringContaining('Administrators'),
    });
  });

  it('who agreed and was shut out since no longer counts', async () => {
    const leaving = await at.person(at.firm, 'Administrator');
    const policy = await halfApproved(leaving);
    const officer = await at.as(head, at.firm);
    await officer.access.suspendPerson({ ...at.key(), personId: leaving, reason: 'Left.' });
    expect(await decide(risk, policy, { group: 'Risk' })).toMatchObject({ status: 'Stale' });
  });

  it('of two who decide at once exactly one executes it', async () => {
    const person = await at.person(at.firm);
    const { proposalId } = await proposeGrant(admin, person);
    const both = await Promise.allSettled([decide(second, proposalId), decide(head, proposalId)]);
    const done = both.filter(({ status }) => status === 'fulfilled');
    expect(done).toMatchObject([{ value: { status: 'Executed' } }]);
    expect(await rolesOf(person)).toEqual(['Operations']);
  });
});
