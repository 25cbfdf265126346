/** A firm that decides what its engine holds to: people for each part of it, and what the engine is told. */
import type { Database } from '@ultrathink/db';
import { readControls } from '@ultrathink/db/controls';
import type { ProposalId } from '@ultrathink/domain/access';
import type { Control } from '@ultrathink/domain/engine/controls';
import type { AccountId, ClientId, PersonId } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import { createSystemIds } from '@ultrathink/runtime';
import { aPlatform, type Platform, type TestRouter } from './platform.ts';

const ids = createSystemIds();

interface Testing {
  as(role: 'engine'): Database;
  sql<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

async function anAccount(database: Testing, client: ClientId): Promise<AccountId> {
  const id = ids.next<AccountId>();
  const insert = 'insert into clients.account (id, client_id, name) values ($1, $2, $3)';
  await database.sql(insert, [id, client, `Account ${id.slice(-6)}`]);
  return id;
}

/** Decides until it is carried out or nobody here is left who may; answers the last status. */
export async function agreed(
  at: Platform,
  proposalId: ProposalId,
  people: readonly PersonId[],
): Promise<string> {
  let status = 'Pending';
  for (const person of people) {
    const caller: TestRouter = await at.as(person, at.firm);
    const { proposal } = await caller.approval.get({ proposalId });
    const [group] = proposal.canDecideFor;
    if (group === undefined || status === 'Executed') continue;
    const decided = await caller.approval.decide({
      ...at.key(),
      proposalId,
      group,
      verdict: 'Approve',
      payloadHash: proposal.payloadHash,
      reason: 'As it was discussed.',
    });
    status = decided.status;
  }
  return status;
}

/** Everything the shard was told so far. */
export function toldTo(database: Testing, shard = 0): Promise<readonly Control[]> {
  return readControls(database.as('engine'), shard, 0, 1_000);
}

/** People for each part of it, an account of each client, and a place of the house at a venue. */
export async function aDecidingFirm(database: Testing & Parameters<typeof aPlatform>[0]) {
  const at = await aPlatform(database);
  const { halden, osprey, firm } = at;
  const account = await anAccount(database, halden.client);
  const foreign = await anAccount(database, osprey.client);
  const people = {
    risk: await at.person(firm, 'RiskOfficer'),
    second: await at.person(firm, 'RiskOfficer'),
    head: await at.person(firm, 'HeadOfCompliance'),
    otherHead: await at.person(firm, 'HeadOfCompliance'),
    analyst: await at.person(firm, 'ComplianceAnalyst'),
    operations: await at.person(firm, 'Operations'),
    otherOperations: await at.person(firm, 'Operations'),
    finance: await at.person(firm, 'Finance'),
    trader: await at.person(firm, 'Trader'),
    clientTrader: await at.person(halden, 'ClientTrader'),
    clientAdministrator: await at.person(halden, 'ClientAdministrator'),
    stranger: await at.person(osprey, 'ClientAdministrator'),
  };
  const { risk, second, head, otherHead, analyst, operations, otherOperations, finance } = people;
  const everybody = [second, otherHead, head, otherOperations, finance, risk, analyst, operations];
  const venueAccount = ids.next<VenueAccountId>();
  const insert = `insert into market_data.venue_account (id, venue, label, shard, created_at, created_by)
    values ($1, 'kraken', 'House', 0, now(), $2)`;
  await database.sql(insert, [venueAccount, operations]);
  return {
    at,
    halden,
    osprey,
    firm,
    account,
    foreign,
    venueAccount,
    everybody,
    ...people,

    /** Proposed by the one, agreed to by the others: what the engine was told then. */
    async carriedOut(opened: Promise<{ proposalId: ProposalId }>) {
      const before = (await toldTo(database)).length;
      const { proposalId } = await opened;
      const status = await agreed(at, proposalId, everybody);
      if (status !== 'Executed') throw new Error(`It is ${status} after all have agreed.`);
      const told = (await toldTo(database)).slice(before);
      return { proposalId, bodies: told.map(({ body }) => body) };
    },

    firmLimits: (value: string) => ({
      ...at.key(),
      level: 'firm' as const,
      scope: 'firm',
      clientId: null,
      limits: [{ instrument: null, kind: 'Position' as const, value, from: null, until: null }],
      ...REASON,
    }),
  };
}

export const REASON = { reason: 'As the committee decided on Monday.' };
