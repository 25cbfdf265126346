/**
 * Whether what people decided can be held to. It was agreed to and it is in its turn; what stands
 * here is what only the engine knows, or what would make its own books say two things.
 */
import { checkTierTable, type TierRow, type TierTable } from '../../../clients/index.ts';
import {
  compareTimes,
  equals,
  greaterThan,
  mapEntries,
  mapGet,
  ONE,
  signOf,
} from '../../../kernel/index.ts';
import { isEnded } from '../../../trading/index.ts';
import type { ControlBody } from '../control.ts';
import type { EngineState } from '../state.ts';

type Of<Kind extends ControlBody['kind']> = Extract<ControlBody, { kind: Kind }>;

/** Null: it is taken. Otherwise why not, as a word that its alert carries. */
export function refusalOf(state: EngineState, body: ControlBody, at: string): string | null {
  switch (body.kind) {
    case 'AccountSet':
      return accountRefusal(state, body);
    case 'LimitsSet':
      return limitsRefusal(body);
    case 'TierTableSet':
      return tiersRefusal(state, body, at);
    case 'CheckPolicySet':
      return policyRefusal(body);
    case 'TradingModeSet':
      return modeRefusal(state, body);
    case 'VenueAccountSet':
      return venueAccountRefusal(state, body);
    default:
      return null;
  }
}

/** What an account has is its client's: it never becomes another's. */
function accountRefusal({ config }: EngineState, { account, client }: Of<'AccountSet'>) {
  const owner = mapGet(config.accounts, account);
  return owner === undefined || owner === (client ?? 'House') ? null : 'AccountOfAnother';
}

function limitsRefusal({ level, scope, limits }: Of<'LimitsSet'>): string | null {
  if (limits.some((limit) => limit.level !== level || limit.scope !== scope)) return 'OtherScope';
  if (new Set(limits.map(({ id }) => id)).size < limits.length) return 'LimitTwice';
  return limits.some(({ value }) => signOf(value) < 0) ? 'BelowZero' : null;
}

function tiersRefusal({ config }: EngineState, body: Of<'TierTableSet'>, at: string) {
  const table = checkTierTable(body.rows);
  if (!table.ok) return table.error[0]?.code ?? 'NotATable';
  return config.tiers === null || keepsPast(config.tiers, table.value, at) ? null : 'PastChanged';
}

/** A row that has been in force stays as it was; only its end may come, and not before now. */
function keepsPast(before: TierTable, after: TierTable, at: string): boolean {
  return Object.values(before)
    .flat()
    .filter(({ from }) => from <= at)
    .every((row) => after[row.tier].some((other) => isSameRow(row, other, at)));
}

function isSameRow(row: TierRow, other: TierRow, at: string): boolean {
  const sameTerms =
    row.from === other.from &&
    row.serviceLevel === other.serviceLevel &&
    equals(row.maxPosition, other.maxPosition) &&
    equals(row.maxLeverage, other.maxLeverage) &&
    equals(row.commissionBps, other.commissionBps) &&
    equals(row.minBalance, other.minBalance);
  if (!sameTerms || row.until === other.until) return sameTerms;
  const isOver = row.until !== null && row.until <= at;
  return !isOver && (other.until === null || compareTimes(other.until, row.from) > 0);
}

function policyRefusal({ checks, calm, floor }: Of<'CheckPolicySet'>): string | null {
  if (new Set(checks).size < checks.length) return 'CheckTwice';
  if (signOf(calm) <= 0) return 'NotPositive';
  return signOf(floor) <= 0 || greaterThan(floor, ONE) ? 'FloorOutOfBounds' : null;
}

function modeRefusal(state: EngineState, { mode }: Of<'TradingModeSet'>): string | null {
  if (mode === state.config.mode) return null;
  const works = mapEntries(state.orders).some(([, { order }]) => !isEnded(order.ordStatus));
  return works ? 'OrdersOfOtherMode' : null;
}

function venueAccountRefusal({ config }: EngineState, body: Of<'VenueAccountSet'>): string | null {
  const stands = mapGet(config.venueAccounts, body.venueAccount);
  if (stands === undefined) return null;
  const { venue, client, mode } = stands;
  const isSame = venue === body.venue && client === body.client && mode === body.mode;
  return isSame ? null : 'VenueAccountOfAnother';
}
