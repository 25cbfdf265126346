import { openTestDatabase } from '@ultrathink/db/testing';
import { STARTING_POLICY } from '@ultrathink/domain/access';
import { describe, expect, it } from 'vitest';
import { approvalsOn } from '../../testing/approvals.ts';
import { aPlatform } from '../../testing/platform.ts';

const database = await openTestDatabase();
const at = await aPlatform(database);
const { proposeGrant, decide } = approvalsOn(database, at);

describe('ASVS 8.4.1 between clients', () => {
  it("a client's administrator neither sees nor decides another's proposals", async () => {
    const [ours, ourSecond] = [
      await at.person(at.halden, 'ClientAdministrator'),
      await at.person(at.halden, 'ClientAdministrator'),
    ];
    const theirs = await at.person(at.osprey, 'ClientAdministrator');
    const person = await at.person(at.halden);
    const wish = { role: 'ClientViewer', organisation: at.halden } as const;
    const { proposalId } = await proposeGrant(ours, person, wish);
    const outside = await at.as(theirs, at.osprey);
    const { proposals } = await outside.approval.list({});
    expect(proposals).toEqual([]);
    await expect(outside.approval.get({ proposalId })).rejects.toMatchObject({
      publicCode: 'NotFound',
    });
    const decision = outside.approval.decide({
      ...at.key(),
      proposalId,
      group: 'Administrators of the client or the firm',
      verdict: 'Approve',
      payloadHash: 'a'.repeat(64),
      reason: 'Mine now.',
    });
    await expect(decision).rejects.toMatchObject({ publicCode: 'NotFound' });
    const organisation = at.halden;
    expect(await decide(ourSecond, proposalId, { organisation })).toMatchObject({
      status: 'Executed',
    });
  });

  it("a client's last decision counts one of the firm before it, whose rights it can't see", async () => {
    const rules = STARTING_POLICY.rules.map((rule) =>
      rule.id === 'client-access' && rule.verdict.kind === 'Require'
        ? {
            ...rule,
            verdict: {
              ...rule.verdict,
              groups: rule.verdict.groups.map((group) => ({ ...group, needed: 2 })),
            },
          }
        : rule,
    );
    await database.sql(
      'insert into access.approval_policy (version, policy, published_at) values (2, $1, now())',
      [JSON.stringify({ ...STARTING_POLICY, version: 2, rules })],
    );
    const admin = await at.person(at.firm, 'Administrator');
    const [ours, ourSecond] = [
      await at.person(at.halden, 'ClientAdministrator'),
      await at.person(at.halden, 'ClientAdministrator'),
    ];
    const person = await at.person(at.halden);
    const organisation = at.halden;
    const { proposalId } = await proposeGrant(ours, person, { role: 'ClientViewer', organisation });
    expect(await decide(admin, proposalId)).toMatchObject({ status: 'Pending' });
    expect(await decide(ourSecond, proposalId, { organisation })).toMatchObject({
      status: 'Executed',
    });
    const shown = await (await at.as(ours, at.halden)).approval.get({ proposalId });
    expect(shown.decisions[0]?.person).toEqual({ id: admin, name: null });
  });

  it('the role of clients in the database reaches no row of another either', async () => {
    const ours = await at.person(at.halden, 'ClientAdministrator');
    const person = await at.person(at.halden);
    const wish = { role: 'ClientViewer', organisation: at.halden } as const;
    const { proposalId } = await proposeGrant(ours, person, wish);
    const theirs = await at.person(at.osprey, 'ClientAdministrator');
    const { prisma } = database.as('app_client');
    const asOsprey = <T>(work: (tx: typeof prisma) => Promise<T>): Promise<T> =>
      prisma.$transaction(async (tx) => {
        await tx.$executeRaw`select set_config('app.client', ${at.osprey.client}, true),
          set_config('app.actor', ${theirs}, true)`;
        return work(tx as typeof prisma);
      });
    expect(await asOsprey((tx) => tx.proposal.findMany())).toEqual([]);
    const moved = await asOsprey((tx) => tx.proposal.updateMany({ data: { status: 'Refused' } }));
    expect(moved.count).toBe(0);
    const forged = asOsprey(
      (tx) => tx.$executeRaw`insert into access.proposal_decision values (${proposalId}::uuid,
        ${theirs}::uuid, ${at.halden.client}::uuid, 'g', 'Approve', repeat('a', 64), 'x',
        ${theirs}::uuid, repeat('a', 64), now())`,
    );
    await expect(forged).rejects.toThrow(/row-level security/);
    const grants = await asOsprey(
      (tx) => tx.$queryRaw`select * from access.grants_of(array[${ours}]::uuid[], false)`,
    );
    expect(grants).toEqual([]);
  });
});
