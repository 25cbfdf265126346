import { read } from '@ultrathink/db';
import { findProposal, sealedTerms } from '@ultrathink/db/access';
import { openTestDatabase } from '@ultrathink/db/testing';
import { termsHash } from '@ultrathink/domain/access';
import { describe, expect, it } from 'vitest';
import { approvalsOn } from '../../testing/approvals.ts';
import { aPlatform } from '../../testing/platform.ts';

const database = await openTestDatabase();
const at = await aPlatform(database);
const { proposeGrant, decide, tamper, rolesOf } = approvalsOn(database, at);
const admin = await at.person(at.firm, 'Administrator');
const second = await at.person(at.firm, 'Administrator');
const head = await at.person(at.firm, 'HeadOfCompliance');
const risk = await at.person(at.firm, 'RiskOfficer');

describe('ASVS 2.3.5 a proposal', () => {
  it('changes nothing until somebody else agrees, and then does exactly what it said', async () => {
    const person = await at.person(at.firm);
    const { proposalId, groups } = await proposeGrant(admin, person);
    expect(groups.map(({ name }) => name)).toEqual(['Administrators']);
    expect(await rolesOf(person)).toEqual([]);
    expect(await decide(second, proposalId)).toEqual({ status: 'Executed', sentence: null });
    expect(await rolesOf(person)).toEqual(['Operations']);
  });

  it('is read back with the very hashes it was stored and sealed with', async () => {
    const { proposalId } = await proposeGrant(admin, await at.person(at.firm));
    const actor = { id: admin, scope: { kind: 'Access' } } as const;
    const [stored, sealed] = await read(database.as('app_staff'), actor, async (tx) => [
      await findProposal(tx, proposalId),
      await sealedTerms(tx, proposalId),
    ]);
    if (stored === undefined) expect.unreachable();
    const terms = termsHash(at.services.digest, stored.approval.proposal);
    expect([terms, stored.terms]).toEqual([{ ok: true, value: sealed }, sealed]);
  });

  it('ends with one refusal', async () => {
    const person = await at.person(at.firm);
    const { proposalId } = await proposeGrant(admin, person);
    expect(await decide(second, proposalId, { verdict: 'Refuse' })).toEqual({
      status: 'Refused',
      sentence: null,
    });
    await expect(decide(head, proposalId)).rejects.toMatchObject({
      publicCode: 'Conflict',
      sentence: expect.stringContaining('refused'),
    });
    expect(await rolesOf(person)).toEqual([]);
  });

  it('that has expired can not be decided, and its list says so', async () => {
    const { proposalId } = await proposeGrant(admin, await at.person(at.firm));
    await tamper("expires_at = proposed_at + interval '1 ms'", proposalId);
    await expect(decide(second, proposalId)).rejects.toMatchObject({
      sentence: expect.stringContaining('expired'),
    });
    const { proposals } = await (await at.as(second, at.firm)).approval.list({ most: 1 });
    expect(proposals).toMatchObject([{ id: proposalId, status: 'Expired', canDecideFor: [] }]);
  });
});

describe('ASVS 2.3.5 nobody decides alone', () => {
  it('the proposer does not, by a second role either', async () => {
    const both = await at.person(at.firm, 'Administrator', 'HeadOfCompliance');
    const person = await at.person(at.firm);
    const { proposalId } = await proposeGrant(both, person);
    await expect(decide(both, proposalId)).rejects.toMatchObject({
      publicCode: 'Forbidden',
      sentence: expect.stringContaining('You proposed this'),
    });
    const own = database.sql(
      `insert into access.proposal_decision values ($1, $2, null, 'Administrators', 'Approve',
        repeat('a', 64), 'x', $2, repeat('a', 64), now())`,
      [proposalId, both],
    );
    await expect(own).rejects.toThrow(/does not decide/);
    expect(await rolesOf(person)).toEqual([]);
  });

  it('whom it favours does not, and nobody proposes a role for himself', async () => {
    const { proposalId } = await proposeGrant(admin, head, { role: 'ComplianceAnalyst' });
    await expect(decide(head, proposalId)).rejects.toMatchObject({
      sentence: expect.stringContaining('about you'),
    });
    await expect(proposeGrant(admin, admin)).rejects.toMatchObject({
      sentence: expect.stringContaining('to himself'),
    });
  });

  it('a role that may not stand beside another is refused when it is proposed', async () => {
    await expect(proposeGrant(admin, risk, { role: 'Operations' })).resolves.toBeDefined();
    const trader = await at.person(at.firm, 'Trader');
    await expect(proposeGrant(admin, trader, { role: 'RiskOfficer' })).rejects.toMatchObject({
      publicCode: 'Forbidden',
      sentence: expect.stringContaining('risk officer and trader at once'),
    });
  });
});
