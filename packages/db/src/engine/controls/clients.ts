/** Terms, mandates and traders of clients, and the tiers they may have: each version as it was agreed to. */
import type { ProposalId } from '@ultrathink/domain/access';
import {
  COMMERCIAL_TIERS,
  type CommercialTier,
  checkTierTable,
  type ServiceLevel,
  type TierRow,
  type TierTable,
} from '@ultrathink/domain/clients';
import type { ClientCategory, ClientTradingState } from '@ultrathink/domain/compliance';
import type { ControlPayload, MandateId } from '@ultrathink/domain/engine/controls';
import type { AccountId, ClientId, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import { invariant, toText } from '@ultrathink/domain/kernel';
import type { InstrumentId, Side, VenueId } from '@ultrathink/domain/market-data';
import type { LotMethod } from '@ultrathink/domain/portfolio';
import type { Tx } from '../../connect.ts';
import { fromNumeric } from '../../decimals.ts';
import { utcOf, utcOrNull } from '../../moments.ts';
import { type Keeping, type Version, versionOf } from './version.ts';

export interface StoredTerms extends Version {
  readonly client: ClientId;
  readonly state: ClientTradingState;
  readonly category: ClientCategory;
  readonly tier: CommercialTier;
  readonly lotMethod: LotMethod;
  readonly dayCutOffMs: number;
}

/** Newest first; at most `most`. */
export async function listTerms(tx: Tx, client: ClientId, most: number): Promise<StoredTerms[]> {
  const rows = await tx.clientTerms.findMany({
    where: { clientId: client },
    orderBy: { version: 'desc' },
    take: most,
  });
  return rows.map(termsFrom);
}

/** Of every client that the transaction shows, the version in force; at most 10,000. */
export async function currentTerms(tx: Tx): Promise<StoredTerms[]> {
  const rows = await tx.clientTerms.findMany({
    distinct: ['clientId'],
    orderBy: [{ clientId: 'asc' }, { version: 'desc' }],
    take: 10_000,
  });
  return rows.map(termsFrom);
}

function termsFrom(row: {
  readonly clientId: string;
  readonly version: number;
  readonly state: string;
  readonly category: string;
  readonly tier: string;
  readonly lotMethod: string;
  readonly dayCutOffMs: number;
  readonly from: Date;
  readonly proposalId: string;
}): StoredTerms {
  return {
    ...versionOf(row),
    client: row.clientId as ClientId,
    state: row.state as ClientTradingState,
    category: row.category as ClientCategory,
    tier: row.tier as CommercialTier,
    lotMethod: row.lotMethod as LotMethod,
    dayCutOffMs: row.dayCutOffMs,
  };
}

/** False when another version was kept first; so for each of these. */
export async function keepTerms(
  tx: Tx,
  { client, ...terms }: ControlPayload<'clients.proposeState'>,
  { version, at, proposal }: Keeping,
): Promise<boolean> {
  const { count } = await tx.clientTerms.createMany({
    skipDuplicates: true,
    data: { ...terms, clientId: client, version, from: at, proposalId: proposal },
  });
  return count === 1;
}

export interface StoredMandate extends Version {
  readonly id: MandateId;
  readonly account: AccountId;
  readonly client: ClientId;
  readonly instruments: readonly InstrumentId[];
  readonly venues: readonly VenueId[];
  readonly sides: readonly Side[];
  readonly until: UtcTime | null;
}

/** Of each of the client's accounts every version, newest first; at most `most`. */
export async function listMandates(
  tx: Tx,
  client: ClientId,
  most: number,
): Promise<StoredMandate[]> {
  const rows = await tx.mandate.findMany({
    where: { clientId: client },
    orderBy: [{ version: 'desc' }, { accountId: 'asc' }],
    take: most,
  });
  return rows.map((row) => ({
    ...versionOf(row),
    id: row.id as MandateId,
    account: row.accountId as AccountId,
    client: row.clientId as ClientId,
    instruments: row.instruments as InstrumentId[],
    venues: row.venues as VenueId[],
    sides: row.sides as Side[],
    until: utcOrNull(row.until),
  }));
}

export async function keepMandate(
  tx: Tx,
  {
    id,
    client,
    account,
    instruments,
    venues,
    sides,
    until,
  }: ControlPayload<'clients.proposeMandate'>,
  { version, at, proposal }: Keeping,
): Promise<boolean> {
  const { count } = await tx.mandate.createMany({
    skipDuplicates: true,
    data: {
      id,
      accountId: account,
      clientId: client,
      version,
      instruments: [...instruments],
      venues: [...venues],
      sides: [...sides],
      from: at,
      until,
      proposalId: proposal,
    },
  });
  return count === 1;
}

export interface StoredTraders extends Version {
  readonly account: AccountId;
  readonly client: ClientId;
  readonly traders: readonly PersonId[];
}

/** Of each of the client's accounts every version, newest first; at most `most`. */
export async function listTraders(
  tx: Tx,
  client: ClientId,
  most: number,
): Promise<StoredTraders[]> {
  const rows = await tx.authorisedTraders.findMany({
    where: { clientId: client },
    orderBy: [{ version: 'desc' }, { accountId: 'asc' }],
    take: most,
  });
  return rows.map((row) => ({
    ...versionOf(row),
    account: row.accountId as AccountId,
    client: row.clientId as ClientId,
    traders: row.traders as PersonId[],
  }));
}

export async function keepTraders(
  tx: Tx,
  { client, account, traders }: ControlPayload<'clients.proposeTraders'>,
  { version, at, proposal }: Keeping,
): Promise<boolean> {
  const { count } = await tx.authorisedTraders.createMany({
    skipDuplicates: true,
    data: {
      accountId: account,
      clientId: client,
      version,
      traders: [...traders],
      from: at,
      proposalId: proposal,
    },
  });
  return count === 1;
}

export interface StoredTierTable extends Version {
  readonly table: TierTable;
}

/** Undefined before the first. */
export async function currentTierTable(tx: Tx): Promise<StoredTierTable | undefined> {
  const row = await tx.tierTable.findFirst({
    orderBy: { version: 'desc' },
    include: { rows: { orderBy: { from: 'asc' } } },
  });
  if (row === null) return undefined;
  const table = checkTierTable(
    row.rows.map(
      (one): TierRow => ({
        tier: one.tier as CommercialTier,
        from: utcOf(one.from),
        until: utcOrNull(one.until),
        maxPosition: fromNumeric(one.maxPosition),
        maxLeverage: fromNumeric(one.maxLeverage),
        commissionBps: fromNumeric(one.commissionBps),
        minBalance: fromNumeric(one.minBalance),
        serviceLevel: one.serviceLevel as ServiceLevel,
        approval: one.approvalId as ProposalId | null,
      }),
    ),
  );
  invariant(table.ok, `Version ${row.version} of the table of tiers is not sound.`);
  return { ...versionOf(row), table: table.value };
}

export async function keepTierTable(
  tx: Tx,
  table: TierTable,
  { version, at, proposal }: Keeping,
): Promise<boolean> {
  const { count } = await tx.tierTable.createMany({
    skipDuplicates: true,
    data: { version, from: at, proposalId: proposal },
  });
  if (count !== 1) return false;
  await tx.tierRow.createMany({
    data: COMMERCIAL_TIERS.flatMap((tier) => table[tier]).map(({ approval, ...row }) => ({
      ...row,
      version,
      maxPosition: toText(row.maxPosition),
      maxLeverage: toText(row.maxLeverage),
      commissionBps: toText(row.commissionBps),
      minBalance: toText(row.minBalance),
      approvalId: approval,
    })),
  });
  return true;
}
