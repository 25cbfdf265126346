/**
 * What is put right of a block after its fills were divided: its accounts' averages are evened when it has
 * ended, and by the consent of two people all that was filled is divided by another version of its rule.
 * The ledger, positions and lots move together, and over all accounts of the block nothing moves.
 */
import {
  type AccountId,
  absolute,
  type Decimal,
  isZero,
  type Money,
  mapGet,
  money,
  negate,
  type Price,
  type Quantity,
  signOf,
  subtract,
  sum,
  ZERO,
} from '../../../kernel/index.ts';
import {
  blockEntry,
  type Consent,
  type EntryId,
  type JournalEntry,
} from '../../../ledger/index.ts';
import { type Instrument, parseInstrument } from '../../../market-data/index.ts';
import { type PositionFill, positionOf } from '../../../portfolio/index.ts';
import {
  type BlockBook,
  type BlockPart,
  blockAverage,
  evenings,
  isEnded,
  missingQtyOf,
} from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { EngineState, OrderInMemory } from '../state.ts';
import { bookEntry, holderOf, inQuoteOf, movePosition } from './booking.ts';
import { alert } from './orders.ts';

/** Decimals of an average that is told and never counted with. */
const PRICE_SCALE = 8;

export interface Correcting {
  readonly clOrdId: string;
  readonly book: BlockBook;
  readonly instrument: Instrument;
  /** Null: averages are evened. */
  readonly agreed: { readonly version: number; readonly consent: Consent } | null;
}

export function correctionEntry(
  draft: Draft,
  { clOrdId, book, instrument, agreed }: Correcting,
  { account, place, quantity, notional, fees, commission }: BlockPart,
): ReturnType<typeof blockEntry> {
  return blockEntry({
    id: draft.ids.next<EntryId>(),
    at: draft.moment.at,
    holder: holderOf(draft.state, account),
    venueAccount: place,
    instrument,
    side: book.pre.side,
    quantity,
    notional,
    fees,
    commission,
    order: clOrdId as BlockBook['pre']['order'],
    agreed,
  });
}

// ------------------------------------------------------------------ evening

/**
 * Once a block has ended, and nothing of it is missing: from then on every account has its average, to the
 * last unit of quote asset. It is a consequence of the rule that was sealed, and books what is owed by it
 * whatever an account has free.
 */
export function evenBlock(draft: Draft, clOrdId: string): void {
  const parent = mapGet(draft.state.orders, clOrdId);
  const book = mapGet(draft.state.blocks, clOrdId);
  if (parent === undefined || book === undefined || !isOver(draft.state, parent)) return;
  const changes = evenings(book);
  const instrument = parseInstrument(book.pre.instrument);
  if (changes.length === 0 || !instrument.ok) return;
  const correcting: Correcting = { clOrdId, book, instrument: instrument.value, agreed: null };
  const entries: JournalEntry[] = [];
  for (const change of changes) {
    const entry = correctionEntry(draft, correcting, change);
    if (entry.ok) entries.push(entry.value);
  }
  if (entries.length < changes.length) {
    alert(draft, 'EntryNotBooked', 'Critical', { venueAccount: null, subject: clOrdId });
    return;
  }
  for (const entry of entries) bookEntry(draft, entry, null);
  for (const change of changes) evenPosition(draft, correcting, change);
  const { at } = draft.moment;
  draft.add({
    type: 'BlockCorrected',
    at,
    clOrdId: book.pre.order,
    why: 'Evened',
    version: book.pre.version,
    approval: null,
    changes,
    holds: [],
  });
}

function isOver(state: EngineState, { order, children }: OrderInMemory): boolean {
  if (!isEnded(order.ordStatus)) return false;
  return children.every((id) => {
    const child = mapGet(state.orders, id)?.order;
    return child === undefined || (isEnded(child.ordStatus) && isZero(missingQtyOf(child)));
  });
}

/** Into the cost of a lot that the block opened, or into what was realised where none is open. */
export function evenPosition(
  draft: Draft,
  { clOrdId, book, instrument }: Correcting,
  { account, notional }: BlockPart,
): void {
  const { side } = book.pre;
  draft.add({
    type: 'PositionFeeTold',
    account,
    instrument: instrument.id,
    execId: lotsOf(draft.state, clOrdId, book, account).at(-1) ?? clOrdId,
    side,
    feeInQuote: side === 'Buy' ? notional : negate(notional),
  });
}

// ------------------------------------------------------------------ what changes hands

/** Of one account, at all places. */
interface Handed {
  readonly account: AccountId;
  readonly quantity: Decimal;
  readonly notional: Decimal;
  readonly fees: readonly Money[];
  readonly commission: Decimal;
}

export function byAccount(changes: readonly BlockPart[]): readonly Handed[] {
  const groups = Map.groupBy(changes, ({ account }) => account);
  return [...groups].map(([account, parts]) => ({
    account,
    quantity: sum(parts.map(({ quantity }) => quantity)),
    notional: sum(parts.map(({ notional }) => notional)),
    fees: parts.flatMap(({ fees }) => fees),
    commission: sum(parts.map(({ commission }) => commission)),
  }));
}

/** The lots that fills of the block opened, and earlier corrections of it, in their order. */
function lotsOf(
  state: EngineState,
  clOrdId: string,
  { pre, children, parts }: BlockBook,
  account: AccountId,
): readonly string[] {
  const lots = positionOf(state.positions, account, pre.instrument)?.lots ?? [];
  const places = new Set(parts.map(({ place }) => place));
  const known = new Set<string>(children);
  const own = correctionName(clOrdId, null);
  const isOfBlock = (execId: string) => {
    if (execId.startsWith(own)) return true;
    return [...places].some((place) => {
      const from = mapGet(state.execIds, `${place}|${execId}`)?.clOrdId ?? null;
      return from !== null && known.has(from);
    });
  };
  return lots.map(({ openedBy }) => openedBy).filter(isOfBlock);
}

const correctionName = (clOrdId: string, version: number | null): string =>
  `block:${clOrdId}:${version === null ? '' : version}`;

/**
 * As if it had been bought, or sold, at the block's average: who gives closes the lots that the block
 * opened for him before all others, so that nothing else of his is realised.
 */
export function handOver(draft: Draft, correcting: Correcting, handed: Handed): void {
  const { clOrdId, book, instrument, agreed } = correcting;
  const { account, quantity, notional, fees, commission } = handed;
  const { base, quote, id } = instrument;
  const price = blockAverage(book, PRICE_SCALE);
  const inBase = sum(fees.map(({ asset, amount }) => (asset === base ? amount : ZERO)));
  const moved = subtract(book.pre.side === 'Buy' ? quantity : negate(quantity), inBase);
  if (isZero(moved) || price === null) return;
  const execId = correctionName(clOrdId, agreed?.version ?? book.pre.version);
  const others = fees.filter(({ asset }) => asset !== base);
  const costs = [...others, money(commission, quote)];
  const closes = lotsOf(draft.state, clOrdId, book, account);
  const fill: PositionFill = {
    execId,
    at: draft.moment.at,
    side: signOf(moved) > 0 ? 'Buy' : 'Sell',
    lastQty: absolute(moved) as Quantity,
    lastPx: price as Price,
    notional: absolute(notional),
    feeInQuote: inQuoteOf(draft, execId, costs, quote),
    ...(closes.length === 0 ? {} : { closes }),
  };
  movePosition(draft, account, id, fill);
}
