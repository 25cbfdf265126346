/** The restricted list, the rules of categories, the routing policy and the trading mode. */
import type { ProposalId } from '@ultrathink/domain/access';
import {
  type ControlPayload,
  categoryRulesPayload,
  type RestrictionId,
  routingPolicyPayload,
} from '@ultrathink/domain/engine/controls';
import type { ClientId, UtcTime } from '@ultrathink/domain/kernel';
import type { InstrumentId, Side } from '@ultrathink/domain/market-data';
import type { Database, Tx } from '../../connect.ts';
import { utcOf, utcOrNull } from '../../moments.ts';
import { type Keeping, type Version, versionOf } from './version.ts';

export interface StoredRestriction {
  readonly id: RestrictionId;
  readonly instrument: InstrumentId;
  /** Null: for everybody. */
  readonly client: ClientId | null;
  /** Null: both. */
  readonly side: Side | null;
  readonly from: UtcTime;
  readonly until: UtcTime | null;
  readonly proposal: ProposalId;
  readonly lifted: { readonly at: UtcTime; readonly proposal: ProposalId } | null;
}

interface RestrictionRow {
  readonly id: string;
  readonly instrument: string;
  readonly clientId: string | null;
  readonly side: string | null;
  readonly from: Date;
  readonly until: Date | null;
  readonly proposalId: string;
  readonly lift: { readonly at: Date; readonly proposalId: string } | null;
}

function restrictionFrom(row: RestrictionRow): StoredRestriction {
  return {
    id: row.id as RestrictionId,
    instrument: row.instrument as InstrumentId,
    client: row.clientId as ClientId | null,
    side: row.side as Side | null,
    from: utcOf(row.from),
    until: utcOrNull(row.until),
    proposal: row.proposalId as ProposalId,
    lifted:
      row.lift === null
        ? null
        : { at: utcOf(row.lift.at), proposal: row.lift.proposalId as ProposalId },
  };
}

/** Newest first, those that were lifted too; at most `most`. */
export async function listRestrictions(tx: Tx, most: number): Promise<StoredRestriction[]> {
  const rows = await tx.restriction.findMany({
    include: { lift: true },
    orderBy: [{ from: 'desc' }, { id: 'desc' }],
    take: most,
  });
  return rows.map(restrictionFrom);
}

export async function findRestriction(
  tx: Tx,
  id: RestrictionId,
): Promise<StoredRestriction | undefined> {
  const row = await tx.restriction.findUnique({ where: { id }, include: { lift: true } });
  return row === null ? undefined : restrictionFrom(row);
}

type Restricting = Extract<
  ControlPayload<'compliance.proposeRestriction'>,
  { readonly kind: 'Restrict' }
>;

/** False when it is there already. */
export async function keepRestriction(
  tx: Tx,
  { id, instrument, client, side, until }: Restricting,
  { at, proposal }: Omit<Keeping, 'version'>,
): Promise<boolean> {
  const { count } = await tx.restriction.createMany({
    skipDuplicates: true,
    data: { id, instrument, clientId: client, side, from: at, until, proposalId: proposal },
  });
  return count === 1;
}

/** False when it was lifted before. */
export async function keepLift(
  tx: Tx,
  { id, client }: Pick<StoredRestriction, 'id' | 'client'>,
  { at, proposal }: Omit<Keeping, 'version'>,
): Promise<boolean> {
  const { count } = await tx.restrictionLift.createMany({
    skipDuplicates: true,
    data: { restrictionId: id, clientId: client, at, proposalId: proposal },
  });
  return count === 1;
}

export type StoredCategoryRules = Version & ControlPayload<'compliance.proposeCategoryRules'>;

/** Newest first; at most `most`. */
export async function listCategoryRules(tx: Tx, most: number): Promise<StoredCategoryRules[]> {
  const rows = await tx.categoryRules.findMany({ orderBy: { version: 'desc' }, take: most });
  return rows.map((row) => ({
    ...versionOf(row),
    ...categoryRulesPayload.parse({ rules: row.rules }),
  }));
}

export async function keepCategoryRules(
  tx: Tx,
  { rules }: ControlPayload<'compliance.proposeCategoryRules'>,
  { version, at, proposal }: Keeping,
): Promise<boolean> {
  const { count } = await tx.categoryRules.createMany({
    skipDuplicates: true,
    data: { version, rules, from: at, proposalId: proposal },
  });
  return count === 1;
}

export type StoredRoutingPolicy = Version & ControlPayload<'trading.proposeRoutingPolicy'>;

/** Newest first; at most `most`. */
export async function listRoutingPolicies(tx: Tx, most: number): Promise<StoredRoutingPolicy[]> {
  const rows = await tx.routingPolicy.findMany({ orderBy: { version: 'desc' }, take: most });
  return rows.map((row) => ({
    ...versionOf(row),
    ...routingPolicyPayload.parse({ policy: row.policy }),
  }));
}

export async function keepRoutingPolicy(
  tx: Tx,
  { policy }: ControlPayload<'trading.proposeRoutingPolicy'>,
  { version, at, proposal }: Keeping,
): Promise<boolean> {
  const { count } = await tx.routingPolicy.createMany({
    skipDuplicates: true,
    data: { version, policy, from: at, proposalId: proposal },
  });
  return count === 1;
}

export interface StoredTradingMode extends Version {
  readonly mode: 'Paper' | 'Live';
}

/** Newest first; at most `most`. */
export async function listTradingModes(tx: Tx, most: number): Promise<StoredTradingMode[]> {
  const rows = await tx.tradingMode.findMany({ orderBy: { version: 'desc' }, take: most });
  return rows.map((row) => ({ ...versionOf(row), mode: row.mode as StoredTradingMode['mode'] }));
}

/** What holds now, outside a transaction of anybody's: it concerns all alike. Paper before the first. */
export async function decidedTradingMode({
  prisma,
}: Pick<Database, 'prisma'>): Promise<StoredTradingMode['mode']> {
  const row = await prisma.tradingMode.findFirst({
    orderBy: { version: 'desc' },
    select: { mode: true },
  });
  return (row?.mode as StoredTradingMode['mode'] | undefined) ?? 'Paper';
}

export async function keepTradingMode(
  tx: Tx,
  { mode }: ControlPayload<'operations.proposeTradingMode'>,
  { version, at, proposal }: Keeping,
): Promise<boolean> {
  const { count } = await tx.tradingMode.createMany({
    skipDuplicates: true,
    data: { version, mode, from: at, proposalId: proposal },
  });
  return count === 1;
}
