import { settleProposals } from '@ultrathink/db/access';
import { aDoor, openTestDatabase } from '@ultrathink/db/testing';
import type { ProcessId } from '@ultrathink/domain/kernel';
import { expect, it } from 'vitest';
import { approvalsOn } from '../../testing/approvals.ts';
import { aPlatform } from '../../testing/platform.ts';

const database = await openTestDatabase();
const at = await aPlatform(database);
const { proposeGrant, tamper } = approvalsOn(database, at);
const admin = await at.person(at.firm, 'Administrator');
const ours = await at.person(at.halden, 'ClientAdministrator');

it('what has expired is written down once, with its event, and what is open is left open', async () => {
  const expired = await proposeGrant(admin, await at.person(at.firm));
  const wish = { role: 'ClientViewer', organisation: at.halden } as const;
  const theirs = await proposeGrant(ours, await at.person(at.halden), wish);
  const open = await proposeGrant(admin, await at.person(at.firm));
  for (const { proposalId } of [expired, theirs]) {
    await tamper(`expires_at = proposed_at + interval '1 ms'`, proposalId);
  }
  const door = aDoor(database.as('jobs'));
  const process = at.services.ids.next<ProcessId>();
  expect([await settleProposals(door, process), await settleProposals(door, process)]).toEqual([
    2, 0,
  ]);
  const rows = await database.sql('select id, status from access.proposal order by id');
  expect(rows).toEqual([
    { id: expired.proposalId, status: 'Expired' },
    { id: theirs.proposalId, status: 'Expired' },
    { id: open.proposalId, status: 'Pending' },
  ]);
  const events = await database.sql<{ subject_id: string; client_id: string | null }>(
    `select subject_id, client_id from audit.event where action = 'approval.settle' order by subject_id`,
  );
  expect(events).toEqual([
    { subject_id: expired.proposalId, client_id: null },
    { subject_id: theirs.proposalId, client_id: at.halden.client },
  ]);
});
