import { openTestDatabase } from '@ultrathink/db/testing';
import { STARTING_POLICY } from '@ultrathink/domain/access';
import { describe, expect, it } from 'vitest';
import { approvalsOn } from '../../testing/approvals.ts';
import { aPlatform } from '../../testing/platform.ts';

const database = await openTestDatabase();
const at = await aPlatform(database);
const { proposeGrant, decide, draftPolicy, proposePolicy } = approvalsOn(database, at);
const admin = await at.person(at.firm, 'Administrator');
const second = await at.person(at.firm, 'Administrator');
const head = await at.person(at.firm, 'HeadOfCompliance');
const risk = await at.person(at.firm, 'RiskOfficer');

describe('the policy', () => {
  it('changes by a proposal that its author neither makes nor decides; what is open goes stale', async () => {
    const waiting = await proposeGrant(admin, await at.person(at.firm));
    const draft = await draftPolicy(head);
    await expect(proposePolicy(head, draft)).rejects.toMatchObject({
      sentence: expect.stringContaining('Who wrote the rules does not publish them.'),
    });
    const opened = await proposePolicy(admin, draft);
    const byAuthor = decide(head, opened.proposalId, { group: 'Administrators' });
    await expect(byAuthor).rejects.toMatchObject({ publicCode: 'Forbidden' });
    await decide(second, opened.proposalId, { group: 'Administrators' });
    expect(await decide(risk, opened.proposalId)).toMatchObject({ status: 'Executed' });
    const current = await (await at.as(risk, at.firm)).approval.policy();
    expect(current).toMatchObject({ policy: { version: 2 }, proposalId: opened.proposalId });
    await expect(decide(second, waiting.proposalId)).rejects.toMatchObject({
      sentence: expect.stringContaining('stale'),
    });
  });

  it('blocks what no rule of it allows', async () => {
    const rules = STARTING_POLICY.rules.filter(({ id }) => ['policy', 'block-all'].includes(id));
    await database.sql(
      'insert into access.approval_policy (version, policy, published_at) values (3, $1, now())',
      [JSON.stringify({ ...STARTING_POLICY, version: 3, rules })],
    );
    await expect(proposeGrant(admin, await at.person(at.firm))).rejects.toMatchObject({
      publicCode: 'Forbidden',
      sentence: expect.stringContaining('block-all'),
    });
    const tried = await (await at.as(risk, at.firm)).approval.tryPolicy({
      act: 'access.proposeGrant',
      roles: ['Administrator'],
      clientId: null,
      amount: null,
    });
    expect(tried).toMatchObject({
      rule: 'block-all',
      blocks: 'No rule of the policy allows this.',
    });
  });
});
