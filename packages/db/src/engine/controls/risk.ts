/** Limits, the policy of checks, stops and resumptions, as people decided them. */
import type { ProposalId } from '@ultrathink/domain/access';
import type { ControlPayload } from '@ultrathink/domain/engine/controls';
import type { AnyId, ClientId, Decimal, PersonId, UtcTime } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type {
  KillGrade,
  LimitId,
  LimitKind,
  LimitLevel,
  StateKey,
  StateLevel,
  StoppedBy,
  TradingState,
} from '@ultrathink/domain/risk';
import type { CheckCode } from '@ultrathink/domain/trading';
import type { Tx } from '../../connect.ts';
import { fromNumeric } from '../../decimals.ts';
import { Prisma } from '../../generated/client.ts';
import { utcOf, utcOrNull } from '../../moments.ts';
import { type Keeping, type Version, versionOf } from './version.ts';

export interface StoredLimit {
  readonly id: LimitId;
  readonly instrument: InstrumentId | null;
  readonly kind: LimitKind;
  readonly value: Decimal;
  readonly from: UtcTime;
  readonly until: UtcTime | null;
}

export interface StoredLimitSet extends Version {
  readonly level: LimitLevel;
  readonly scope: string;
  readonly client: ClientId | null;
  /** By kind. */
  readonly limits: readonly StoredLimit[];
}

const WITH_VALUES = {
  values: { orderBy: [{ kind: 'asc' }, { instrument: 'asc' }, { id: 'asc' }] },
} satisfies Prisma.LimitSetInclude;

interface SetRow {
  readonly level: string;
  readonly scope: string;
  readonly version: number;
  readonly clientId: string | null;
  readonly from: Date;
  readonly proposalId: string;
  readonly values: readonly {
    readonly id: string;
    readonly instrument: string | null;
    readonly kind: string;
    readonly value: Prisma.Decimal;
    readonly from: Date;
    readonly until: Date | null;
  }[];
}

function setFrom(row: SetRow): StoredLimitSet {
  return {
    ...versionOf(row),
    level: row.level as LimitLevel,
    scope: row.scope,
    client: row.clientId as ClientId | null,
    limits: row.values.map((one) => ({
      id: one.id as LimitId,
      instrument: one.instrument as InstrumentId | null,
      kind: one.kind as LimitKind,
      value: fromNumeric(one.value),
      from: utcOf(one.from),
      until: utcOrNull(one.until),
    })),
  };
}

/** The sets in force of every scope that the transaction shows; at most 2,000. */
export async function currentLimitSets(
  tx: Tx,
  { client }: { readonly client: ClientId | null } = { client: null },
): Promise<StoredLimitSet[]> {
  const keys = await tx.$queryRaw<{ level: string; scope: string; version: number }[]>(Prisma.sql`
    select level, scope, max(version)::int as version from risk.limit_set
    where ${client}::uuid is null or client_id = ${client}::uuid
    group by level, scope order by level, scope limit 2000`);
  if (keys.length === 0) return [];
  const rows = await tx.limitSet.findMany({
    where: { OR: keys },
    include: WITH_VALUES,
    orderBy: [{ level: 'asc' }, { scope: 'asc' }],
  });
  return rows.map(setFrom);
}

/** Every version of one scope, newest first; at most `most`. */
export async function listLimitSets(
  tx: Tx,
  { level, scope }: { readonly level: LimitLevel; readonly scope: string },
  most: number,
): Promise<StoredLimitSet[]> {
  const rows = await tx.limitSet.findMany({
    where: { level, scope },
    include: WITH_VALUES,
    orderBy: { version: 'desc' },
    take: most,
  });
  return rows.map(setFrom);
}

/** False when another version was kept first. */
export async function keepLimitSet(
  tx: Tx,
  { level, scope, client, limits }: ControlPayload<'risk.proposeLimit'>,
  { version, at, proposal }: Keeping,
): Promise<boolean> {
  const key = { level, scope, version, clientId: client };
  const { count } = await tx.limitSet.createMany({
    skipDuplicates: true,
    data: { ...key, from: at, proposalId: proposal },
  });
  if (count !== 1) return false;
  await tx.limitValue.createMany({
    data: limits.map(({ from, ...limit }) => ({
      ...key,
      ...limit,
      from: from ?? at,
    })),
  });
  return true;
}

export interface StoredCheckPolicy extends Version {
  readonly checks: readonly CheckCode[];
  readonly calm: Decimal;
  readonly floor: Decimal;
}

/** Newest first; at most `most`. */
export async function listCheckPolicies(tx: Tx, most: number): Promise<StoredCheckPolicy[]> {
  const rows = await tx.checkPolicy.findMany({ orderBy: { version: 'desc' }, take: most });
  return rows.map((row) => ({
    ...versionOf(row),
    checks: row.checks as CheckCode[],
    calm: fromNumeric(row.calm),
    floor: fromNumeric(row.floor),
  }));
}

export async function keepCheckPolicy(
  tx: Tx,
  { checks, calm, floor }: ControlPayload<'risk.proposeCheckPolicy'>,
  { version, at, proposal }: Keeping,
): Promise<boolean> {
  const { count } = await tx.checkPolicy.createMany({
    skipDuplicates: true,
    data: {
      version,
      checks: [...checks],
      calm,
      floor,
      from: at,
      proposalId: proposal,
    },
  });
  return count === 1;
}

/** That somebody stopped trading on a level, or that it was agreed to let it go on. */
export interface StateChange {
  readonly id: AnyId;
  readonly key: StateKey;
  /** Of the levels client and account. */
  readonly client: ClientId | null;
  readonly change: 'Kill' | 'Resume';
  /** What was begun, or ended. */
  readonly grade: KillGrade;
  readonly why: string;
  readonly by: PersonId;
  readonly at: UtcTime;
  /** Of a resumption. */
  readonly proposal: ProposalId | null;
  /** A stop that was made to measure how long its cancels take. */
  readonly isDrill: boolean;
}

export async function insertStateChange(tx: Tx, change: StateChange): Promise<void> {
  const { key, client, proposal, ...rest } = change;
  await tx.stateChange.createMany({
    data: { ...rest, level: key.level, scope: key.scope, clientId: client, proposalId: proposal },
  });
}

/** Newest first; at most `most`. */
export async function listStateChanges(tx: Tx, most: number): Promise<StateChange[]> {
  const rows = await tx.stateChange.findMany({
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: most,
  });
  return rows.map((row) => ({
    id: row.id as AnyId,
    key: { level: row.level as StateLevel, scope: row.scope },
    client: row.clientId as ClientId | null,
    change: row.change as StateChange['change'],
    grade: row.grade as KillGrade,
    why: row.why,
    by: row.by as PersonId,
    at: utcOf(row.at),
    proposal: row.proposalId as ProposalId | null,
    isDrill: row.isDrill,
  }));
}

/** What stands on a level, as the engine last told; a level that nobody ever stopped is not there. */
export interface StandingState {
  readonly key: StateKey;
  readonly client: ClientId | null;
  readonly state: TradingState;
  readonly grade: KillGrade | null;
  readonly since: UtcTime | null;
  readonly by: StoppedBy | null;
  readonly why: string;
}

/** Widest level first; at most 5,000. */
export async function listStandingStates(tx: Tx): Promise<StandingState[]> {
  const rows = await tx.tradingState.findMany({
    orderBy: [{ level: 'asc' }, { scope: 'asc' }],
    take: 5_000,
  });
  return rows.map((row) => ({
    key: { level: row.level as StateLevel, scope: row.scope },
    client: row.clientId as ClientId | null,
    state: row.state as TradingState,
    grade: row.grade as KillGrade | null,
    since: utcOrNull(row.since),
    by: row.by as StandingState['by'],
    why: row.why,
  }));
}
