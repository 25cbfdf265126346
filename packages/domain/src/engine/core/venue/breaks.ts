/**
 * Differences between our books and a venue's. One difference is one break, however often it is seen:
 * kind, account and subject name it. What is not low puts the venue's key to Reducing. Where the account
 * is compared again and nothing differs any more that stop ends by itself; any other is for people.
 */
import {
  type Asset,
  type Decimal,
  divide,
  isZero,
  mapEntries,
  mapGet,
  multiply,
  NUMERIC_SCALE,
  roundTo,
} from '../../../kernel/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import { kill, type LevelState } from '../../../risk/index.ts';
import type { EvidenceId, OrderContradiction } from '../../../trading/index.ts';
import { agreedKey } from '../apply/doubts.ts';
import type { Break, BreakKind } from '../break-event.ts';
import type { Draft } from '../draft.ts';
import type { EngineState } from '../state.ts';
import { alert, type Child } from './orders.ts';

export type Found = Pick<Break, 'kind' | 'venueAccount' | 'subject'> &
  Partial<Pick<Break, 'client' | 'severity' | 'ours' | 'theirs' | 'value' | 'proposal'>>;

export function breaksAt(state: EngineState, venueAccount: VenueAccountId): readonly Break[] {
  return mapEntries(state.breaks)
    .map(([, found]) => found)
    .filter((found) => found.venueAccount === venueAccount);
}

export const isBlocking = ({ severity }: Break): boolean => severity !== 'Low';

function sameAs(state: EngineState, found: Found): Break | undefined {
  return breaksAt(state, found.venueAccount).find(
    ({ kind, subject }) => kind === found.kind && subject === found.subject,
  );
}

const textOf = (proposal: Break['proposal']) =>
  proposal === null ? '' : `${proposal.asset} ${String(proposal.amount)}`;

/** What two people closed as it is, and is told with the same figures again. */
function isAgreed({ agreed }: EngineState, found: Found): boolean {
  const known = agreed === undefined ? undefined : mapGet(agreed, agreedKey(found));
  const { ours = null, theirs = null } = found;
  return known !== undefined && known.ours === ours && known.theirs === theirs;
}

/** Told again with the same figures it is nothing new; with others it is the same break, changed. */
export function openBreak(draft: Draft, found: Found): void {
  if (isAgreed(draft.state, found)) return;
  const before = sameAs(draft.state, found);
  const next: Break = {
    client: null,
    severity: 'Medium',
    ours: null,
    theirs: null,
    value: null,
    proposal: null,
    ...found,
    id: before?.id ?? draft.ids.next(),
    openedAt: before?.openedAt ?? draft.moment.at,
  };
  const isSame =
    before !== undefined &&
    before.ours === next.ours &&
    before.theirs === next.theirs &&
    before.severity === next.severity &&
    textOf(before.proposal) === textOf(next.proposal);
  if (isSame) return;
  draft.add({ type: 'BreakOpened', break: next });
  if (before === undefined && isBlocking(next)) {
    alert(draft, `Break${next.kind}`, next.severity === 'High' ? 'Critical' : 'Warning', next);
  }
  if (isBlocking(next)) reduce(draft, next.venueAccount, `A break is open: ${next.kind}.`);
}

export function healBreak(draft: Draft, { id: breakId }: Break): void {
  draft.add({ type: 'BreakClosed', breakId, at: draft.moment.at, how: 'Healed' });
}

export function healBreaks(
  draft: Draft,
  venueAccount: VenueAccountId,
  kind: BreakKind,
  isGone: (found: Break) => boolean,
): void {
  for (const found of breaksAt(draft.state, venueAccount)) {
    if (found.kind === kind && isGone(found)) healBreak(draft, found);
  }
}

/** No order that makes a position larger leaves by this account's key while it differs. */
function reduce(draft: Draft, venueAccount: VenueAccountId, why: string): void {
  const key = mapGet(draft.state.config.venueAccounts, venueAccount)?.key ?? null;
  if (key === null) return;
  const before: LevelState = mapGet(draft.state.risk.states, `venueKey|${key}`) ?? { grade: null };
  const { at } = draft.moment;
  const state = kill(before, 'REDUCING', 'Break', at);
  if (state === before) return;
  draft.add({ type: 'TradingStateSet', at, key: { level: 'venueKey', scope: key }, state, why });
}

/** What breaks alone stopped goes on, once no account of the key has one that stops. */
export function goOn(draft: Draft, venueAccount: VenueAccountId): void {
  const { state, moment } = draft;
  const scope = mapGet(state.config.venueAccounts, venueAccount)?.key ?? null;
  const stood = scope === null ? undefined : mapGet(state.risk.states, `venueKey|${scope}`);
  if (scope === null || stood?.grade !== 'REDUCING' || stood.by !== 'Break') return;
  const accounts = mapEntries(state.config.venueAccounts).filter(([, { key }]) => key === scope);
  if (accounts.some(([id]) => breaksAt(state, id).some(isBlocking))) return;
  draft.add({
    type: 'TradingStateSet',
    at: moment.at,
    key: { level: 'venueKey', scope },
    state: { grade: null },
    why: 'Compared again: nothing differs any more.',
  });
}

/** The venue contradicts itself or us: kept, shown, and nothing is changed by it. */
export function contradict(
  draft: Draft,
  child: Child,
  contradiction: OrderContradiction,
  evidence: EvidenceId | null,
  subject?: string,
): void {
  const { clOrdId } = child.order.placement;
  const { at } = draft.moment;
  const found: Found = {
    kind: 'Contradiction',
    venueAccount: child.venueAccount,
    client: child.client,
    subject: subject ?? `${clOrdId}|${contradiction.code}`,
    theirs: JSON.stringify(contradiction),
  };
  if (sameAs(draft.state, found) !== undefined || isAgreed(draft.state, found)) return;
  draft.add({ type: 'Contradicted', at, clOrdId, contradiction, evidence });
  openBreak(draft, found);
}

/** In the currency of valuation; null where no mark says it. */
export function worthOf(
  { marks, config }: EngineState,
  asset: Asset,
  amount: Decimal,
): Decimal | null {
  if (asset === config.currency) return amount;
  const value = mapGet(marks.values, asset);
  return value === undefined ? null : roundTo(multiply(amount, value), NUMERIC_SCALE, 'HalfEven');
}

/** An amount of one asset in another, by the marks; null where they don't say it. */
export function convertedBy(
  state: EngineState,
  from: { readonly amount: Decimal; readonly asset: Asset },
  to: Asset,
): Decimal | null {
  if (from.asset === to || isZero(from.amount)) return from.amount;
  const { marks, config } = state;
  const value = worthOf(state, from.asset, from.amount);
  const unit = to === config.currency ? null : mapGet(marks.values, to);
  if (value === null || unit === undefined) return null;
  if (unit === null) return value;
  return isZero(unit) ? null : divide(value, unit, NUMERIC_SCALE, 'HalfEven');
}
