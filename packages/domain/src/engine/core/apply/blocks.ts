/** Blocks as events leave them: what each account has of one, for as long as that may be corrected. */
import {
  type AccountId,
  type ClientId,
  type Money,
  mapFilter,
  mapGet,
  mapSet,
  money,
  msBetween,
  NUMERIC_SCALE,
  roundTo,
  type UtcTime,
  ZERO,
} from '../../../kernel/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import {
  type Allocation,
  type BlockBook,
  type BlockPart,
  blockShares,
  bySize,
  type ClOrdId,
  type PreAllocation,
  partOfFill,
  withChanges,
} from '../../../trading/index.ts';
import type { EngineEvent } from '../event.ts';
import type { EngineState } from '../state.ts';

type EventOf<Type extends EngineEvent['type']> = Extract<EngineEvent, { readonly type: Type }>;
type Blocks = EngineState['blocks'];

/** How long after its end a block may be divided anew. */
const CORRECTABLE_MS = 7 * 24 * 60 * 60_000;

/** A first version begins a book; another one is of the book that stands. */
export function withSealed(
  { orders, blocks }: EngineState,
  { pre, hash }: EventOf<'AllocationSealed'>,
): Blocks {
  const placement = mapGet(orders, pre.order)?.order.placement;
  const [house, placedBy] = [placement?.account ?? null, placement?.placedBy ?? null];
  const none = { house, placedBy, children: [], parts: [], endedAt: null };
  return mapSet(blocks, pre.order, { ...(mapGet(blocks, pre.order) ?? none), pre, hash });
}

/** What the accounts of its rule have of it: in their order, as each fill is divided by it. */
export function sharesIn({ parts }: Pick<BlockBook, 'parts'>, pre: PreAllocation) {
  const has = new Map(blockShares(parts).map((share) => [share.account, share]));
  return pre.legs.map(
    ({ account, client }) => has.get(account) ?? { account, client, cumQty: ZERO, notional: ZERO },
  );
}

/** What was filled is what it was; by another version it is others'. */
export function withRule(
  allocation: Allocation,
  book: BlockBook | undefined,
  pre: PreAllocation,
): Allocation {
  return book === undefined
    ? { ...allocation, pre }
    : { ...allocation, pre, shares: sharesIn(book, pre) };
}

function changed(blocks: Blocks, order: string, change: (book: BlockBook) => BlockBook): Blocks {
  const book = mapGet(blocks, order);
  return book === undefined ? blocks : mapSet(blocks, order, change(book));
}

export const withFillDivided = (
  blocks: Blocks,
  order: string,
  { clOrdId, legs }: EventOf<'FillAllocated'>,
  place: VenueAccountId,
): Blocks =>
  changed(blocks, order, (book) => ({
    ...book,
    children: book.children.includes(clOrdId) ? book.children : [...book.children, clOrdId],
    parts: withChanges(
      book.parts,
      legs.map((leg) => partOfFill(leg, place)),
    ),
  }));

/** A fee that was told late is borne as the block is shared at that moment, where it was taken. */
export function withLateFee(
  { orders, blocks }: EngineState,
  { venueAccount: place, fee }: EventOf<'FillFeeTold'>,
  clOrdId: ClOrdId | null,
): Blocks {
  const child = clOrdId === null ? undefined : mapGet(orders, clOrdId);
  const parent = child?.order.placement.parentClOrdId ?? null;
  const allocation = parent === null ? null : (mapGet(orders, parent)?.allocation ?? null);
  const amount = roundTo(fee.amount, NUMERIC_SCALE, 'HalfEven');
  const parts = allocation === null ? null : bySize(amount, allocation.shares);
  if (parent === null || parts === null) return blocks;
  const changes = parts.map(({ share: { account, client }, amount: part }) =>
    feePart({ account, client, place }, money(part, fee.asset)),
  );
  return changed(blocks, parent, (book) => ({ ...book, parts: withChanges(book.parts, changes) }));
}

const feePart = (
  of: { readonly account: AccountId; readonly client: ClientId; readonly place: VenueAccountId },
  fee: Money,
): BlockPart => ({ ...of, quantity: ZERO, notional: ZERO, fees: [fee], commission: ZERO });

/** The order has left memory: its book stays a while. */
export const withEnded = (blocks: Blocks, order: string, endedAt: UtcTime | null): Blocks =>
  changed(blocks, order, (book) => ({ ...book, endedAt }));

export const stillCorrectable = (blocks: Blocks, at: UtcTime): Blocks =>
  mapFilter(blocks, ({ endedAt }) => endedAt === null || msBetween(endedAt, at) <= CORRECTABLE_MS);

export function onBlockCorrected(
  state: EngineState,
  { clOrdId, changes, holds }: EventOf<'BlockCorrected'>,
): EngineState {
  const book = mapGet(state.blocks, clOrdId);
  if (book === undefined) return state;
  const parts = withChanges(book.parts, changes);
  const blocks = mapSet(state.blocks, clOrdId, { ...book, parts });
  let { orders } = state;
  const parent = mapGet(orders, clOrdId);
  if (parent?.allocation) {
    const allocation = { ...parent.allocation, shares: sharesIn({ parts }, book.pre) };
    orders = mapSet(orders, clOrdId, { ...parent, allocation });
  }
  for (const held of holds) {
    const child = mapGet(orders, held.clOrdId);
    if (child !== undefined) orders = mapSet(orders, held.clOrdId, { ...child, holds: held.holds });
  }
  return { ...state, orders, blocks };
}
