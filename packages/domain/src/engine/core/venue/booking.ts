/**
 * A fill in the books: divided among a block's accounts, for each an entry of the trade with the venue's
 * fee and our commission, and his position. What is nobody's is booked on the place's suspense, so that
 * the place agrees with the venue all the same.
 */

import { commissionOf, tierAt } from '../../../clients/index.ts';
import {
  type AccountId,
  type Asset,
  absolute,
  add,
  type ClientId,
  type Decimal,
  isZero,
  type Money,
  mapGet,
  money,
  NUMERIC_SCALE,
  negate,
  type Quantity,
  roundTo,
  signOf,
  subtract,
  sum,
  ZERO,
} from '../../../kernel/index.ts';
import {
  accountKey,
  bookFact,
  type Commit,
  type EntryId,
  type Holder,
  type HoldId,
  isHolderAccount,
  type JournalEntry,
  lateFeeEntry,
  notionalOf,
  strayTradeEntry,
  tradeEntry,
} from '../../../ledger/index.ts';
import {
  type Instrument,
  parseInstrument,
  type VenueAccountId,
} from '../../../market-data/index.ts';
import { type PositionFill, type PositionRule, withFill } from '../../../portfolio/index.ts';
import { type AllocatedLeg, allocateFill, bySize, type VenueFill } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { EngineState } from '../state.ts';
import { convertedBy, openBreak, worthOf } from './breaks.ts';
import { alert, type Child } from './orders.ts';

/** One account's part of a fill. `notional` null: quantity times price. */
interface Part {
  readonly account: AccountId;
  readonly lastQty: Quantity;
  readonly notional: { readonly amount: Decimal; readonly scale: number } | null;
  readonly fee: Money | null;
  readonly commission: Money | null;
}

export function holderOf({ config }: EngineState, account: AccountId): Holder {
  return { kind: mapGet(config.accounts, account) === 'House' ? 'House' : 'Client', account };
}

function clientOf({ config }: EngineState, account: AccountId): ClientId | null {
  const owner = mapGet(config.accounts, account);
  return owner === undefined || owner === 'House' ? null : owner;
}

/** Fees count into cost; the house's lots go out as they came in. */
function ruleOf(state: EngineState, account: AccountId): PositionRule {
  const client = clientOf(state, account);
  const terms = client === null ? undefined : mapGet(state.config.clients, client);
  return { method: terms?.lotMethod ?? 'Fifo', fees: 'IntoCost' };
}

/** By the row of the client's tier in force, on the notional; the house pays none. */
export function commissionFor(draft: Draft, account: AccountId, notional: Decimal, asset: Asset) {
  const { state, moment } = draft;
  const client = clientOf(state, account);
  if (client === null) return null;
  const terms = mapGet(state.config.clients, client);
  const { tiers } = state.config;
  const row =
    terms === undefined || tiers === null ? undefined : tierAt(tiers, terms.tier, moment.at);
  if (row === undefined) {
    alert(draft, 'CommissionUnknown', 'Warning', { venueAccount: null, subject: account });
    return null;
  }
  return money(commissionOf(row, notional, NUMERIC_SCALE), asset);
}

const storable = (fee: Money | null): Money | null =>
  fee === null ? null : money(roundTo(fee.amount, NUMERIC_SCALE, 'HalfEven'), fee.asset);

/** Books the fill for whom its order was; false where it could not be said whose it is. */
export function bookParts(draft: Draft, child: Child, fill: VenueFill): void {
  const instrument = parseInstrument(fill.instrument);
  const parts = instrument.ok ? partsOf(draft, child, fill, instrument.value.quote) : null;
  if (!instrument.ok || parts === null) {
    notBooked(draft, child, fill, 'NotDivided');
    return;
  }
  for (const part of parts) bookPart(draft, child, fill, part, instrument.value);
}

function notBooked(draft: Draft, child: Child, fill: VenueFill, why: string): void {
  const { venueAccount, client } = child;
  alert(draft, 'FillOnSuspense', 'Critical', { venueAccount, subject: fill.execId });
  bookStray(draft, venueAccount, fill, client, why);
}

function partsOf(
  draft: Draft,
  child: Child,
  fill: VenueFill,
  quote: Asset,
): readonly Part[] | null {
  const { placement } = child.order;
  const { parentClOrdId, account } = placement;
  const parent = parentClOrdId === null ? undefined : mapGet(draft.state.orders, parentClOrdId);
  const allocation = parent?.allocation ?? null;
  const { lastQty, lastPx } = fill;
  const fee = storable(fill.fee);
  if (allocation === null) {
    const commission = commissionFor(draft, account, notionalOf(lastQty, lastPx), quote);
    return [{ account, lastQty, notional: null, fee, commission }];
  }
  const divided = allocateFill(allocation, { lastQty, lastPx, fee });
  if (!divided.ok) return null;
  const legs = divided.value.legs.map((leg): AllocatedLeg => {
    const commission = commissionFor(draft, leg.account, leg.notional, quote);
    return commission === null ? leg : { ...leg, commission: commission.amount };
  });
  const { clOrdId } = placement;
  const { execId } = fill;
  draft.add({ type: 'FillAllocated', clOrdId, execId, fill: { lastQty, lastPx }, legs });
  const scale = allocation.pre.notionalScale;
  return legs.map((leg: AllocatedLeg) => ({
    account: leg.account,
    lastQty: leg.lastQty,
    notional: { amount: leg.notional, scale },
    fee: leg.fee,
    commission: leg.commission === undefined ? null : money(leg.commission, quote),
  }));
}

function bookPart(
  draft: Draft,
  child: Child,
  fill: VenueFill,
  { account, lastQty, notional, fee, commission }: Part,
  instrument: Instrument,
): void {
  const { venueAccount, order } = child;
  const { lastPx, side, execId } = fill;
  const entry = tradeEntry({
    id: draft.ids.next<EntryId>(),
    at: draft.moment.at,
    holder: holderOf(draft.state, account),
    venueAccount,
    instrument,
    side,
    lastQty,
    lastPx,
    notional,
    settled: null,
    fee,
    commission,
    order: order.placement.clOrdId,
    execId,
  });
  if (!entry.ok) {
    notBooked(draft, child, { ...fill, lastQty, fee }, entry.error.code);
    return;
  }
  bookEntry(draft, entry.value, holdFor(draft.state, child, account));
  const costs = [fee, commission].filter((cost) => cost !== null);
  fillPosition(draft, account, { ...fill, lastQty }, instrument, notional, costs);
}

/** The hold of its beneficiary: it is in his name. */
function holdFor(state: EngineState, child: Child, account: AccountId): HoldId | null {
  const own = child.order.placement.clOrdId as unknown as HoldId;
  const ids = child.holds.length > 0 ? child.holds : [own];
  return ids.find((id) => mapGet(state.ledger.holds, id)?.account.account === account) ?? null;
}

/** What the entry takes of the hold's own account is what it commits of the hold. */
function commitOf(state: EngineState, entry: JournalEntry, hold: HoldId | null): Commit | null {
  const held = hold === null ? undefined : mapGet(state.ledger.holds, hold);
  if (hold === null || held === undefined) return null;
  const key = accountKey(held.account);
  const posting = entry.postings.find(
    ({ account }) => isHolderAccount(account) && accountKey(account) === key,
  );
  const taken = posting === undefined ? ZERO : negate(posting.amount);
  return signOf(taken) > 0 ? { hold, amount: taken } : null;
}

/** What a venue says has happened is booked, whatever a holder has. */
export function bookEntry(draft: Draft, entry: JournalEntry, hold: HoldId | null): void {
  const { ledger } = draft.state;
  const booked = bookFact(ledger, entry, commitOf(draft.state, entry, hold));
  if (!booked.ok) {
    alert(draft, 'EntryNotBooked', 'Critical', { venueAccount: null, subject: entry.id });
    return;
  }
  draft.add(...booked.value.map((event) => ({ type: 'LedgerMoved' as const, event })));
}

/**
 * What an account has of the base asset by a fill, and what that cost. A fee in base asset is so much less
 * got of it, or more given: the position is what the ledger has, and the price paid stays what it was.
 */
export function fillPosition(
  draft: Draft,
  account: AccountId,
  { execId, side, lastQty, lastPx }: Pick<VenueFill, 'execId' | 'side' | 'lastQty' | 'lastPx'>,
  { id, quote, base }: Instrument,
  notional: Part['notional'],
  costs: readonly Money[],
): void {
  const inBase = sum(costs.map(({ amount, asset }) => (asset === base ? amount : ZERO)));
  const moved = side === 'Buy' ? subtract(lastQty, inBase) : add(lastQty, inBase);
  const isNet = !isZero(inBase);
  const whole = notional?.amount ?? (isNet ? notionalOf(lastQty, lastPx) : null);
  const others = costs.filter(({ asset }) => asset !== base);
  const feeInQuote = inQuoteOf(draft, execId, others, quote);
  const fill = { execId, at: draft.moment.at, side, lastPx, notional: whole, feeInQuote };
  // The fee of a small part can be more than the part: so much is less, and what was paid is a cost.
  if (whole !== null && signOf(moved) < 0) {
    const paid = { notional: ZERO, feeInQuote: add(feeInQuote, whole) };
    const lost = absolute(moved) as Quantity;
    movePosition(draft, account, id, { ...fill, ...paid, side: 'Sell', lastQty: lost });
  } else {
    movePosition(draft, account, id, { ...fill, lastQty: isNet ? (moved as Quantity) : lastQty });
  }
}

export function inQuoteOf(
  draft: Draft,
  execId: string,
  costs: readonly Money[],
  quote: Asset,
): Decimal {
  let total: Decimal = ZERO;
  for (const cost of costs) {
    const inQuote = convertedBy(draft.state, cost, quote);
    if (inQuote === null) {
      alert(draft, 'FeeNotValued', 'Warning', { venueAccount: null, subject: execId });
    } else {
      total = add(total, inQuote);
    }
  }
  return total;
}

export function movePosition(
  draft: Draft,
  account: AccountId,
  id: Instrument['id'],
  fill: PositionFill,
): void {
  const { execId } = fill;
  const rule = ruleOf(draft.state, account);
  const filled = withFill(draft.state.positions, { account, instrument: id, rule }, fill);
  if (filled.ok) {
    draft.add({ type: 'PositionFilled', account, instrument: id, rule, fill });
    return;
  }
  alert(draft, 'PositionNotFilled', 'Critical', { venueAccount: null, subject: execId });
}

/**
 * A trade that is nobody's yet. Each asset it moved is a break of its own: what of it waits on suspense,
 * and whose it is, is decided asset by asset.
 */
export function bookStray(
  draft: Draft,
  venueAccount: VenueAccountId,
  fill: VenueFill,
  client: ClientId | null,
  why: string,
  kind: 'ExternalOrder' | 'MissingInternalFill' = 'ExternalOrder',
): void {
  const instrument = parseInstrument(fill.instrument);
  const fee = storable(fill.fee);
  const { side, lastQty, lastPx, orderId, execId } = fill;
  const { at } = draft.moment;
  const id = draft.ids.next<EntryId>();
  const entry = instrument.ok
    ? strayTradeEntry({
        ...{ id, at, venueAccount, instrument: instrument.value, side, lastQty, lastPx },
        ...{ fee, orderId, execId },
      })
    : instrument;
  if (!entry.ok) {
    alert(draft, 'EntryNotBooked', 'Critical', { venueAccount, subject: execId });
    return;
  }
  bookEntry(draft, entry.value, null);
  for (const { account, amount } of entry.value.postings) {
    if (account.kind !== 'Suspense') continue;
    const { asset } = account;
    openBreak(draft, {
      kind,
      venueAccount,
      client,
      severity: 'High',
      subject: `${execId}|${asset}`,
      ours: '0',
      theirs: `${String(amount)} ${asset}: ${why}`,
      value: worthOf(draft.state, asset, absolute(amount)),
      proposal: { asset, amount },
    });
  }
}

/**
 * A fee that was told after its trade was booked. A block's accounts bear it as they share what was
 * filled so far. It counts into the cost of the lot that the trade opened.
 */
export function bookLateFee(
  draft: Draft,
  venueAccount: VenueAccountId,
  child: Child | undefined,
  fill: VenueFill,
  told: Money,
): void {
  const { orderId, execId } = fill;
  const fee = money(roundTo(told.amount, NUMERIC_SCALE, 'HalfEven'), told.asset);
  if (isZero(fee.amount)) return;
  for (const { account, amount } of feeParts(draft.state, child, fee)) {
    const entry = lateFeeEntry({
      id: draft.ids.next<EntryId>(),
      at: draft.moment.at,
      venueAccount,
      fee: money(amount, fee.asset),
      execId,
      of:
        child === undefined || account === null
          ? { holder: null, orderId }
          : { holder: holderOf(draft.state, account), order: child.order.placement.clOrdId },
    });
    const hold =
      child === undefined || account === null ? null : holdFor(draft.state, child, account);
    if (entry.ok) bookEntry(draft, entry.value, hold);
    else alert(draft, 'EntryNotBooked', 'Critical', { venueAccount, subject: execId });
    if (entry.ok && account !== null) feeOfPosition(draft, account, fill, { ...fee, amount });
  }
}

/** In base asset the fee goes out of the position for nothing, and a rebate comes into it. */
function feeOfPosition(
  draft: Draft,
  account: AccountId,
  { execId, side, lastPx, instrument }: VenueFill,
  fee: Money,
): void {
  const parsed = parseInstrument(instrument);
  if (!parsed.ok) return;
  const { id, base, quote } = parsed.value;
  if (fee.asset !== base) {
    const feeInQuote = inQuoteOf(draft, execId, [fee], quote);
    draft.add({ type: 'PositionFeeTold', account, instrument: id, execId, side, feeInQuote });
    return;
  }
  movePosition(draft, account, id, {
    execId: `${execId}|fee`,
    at: draft.moment.at,
    side: signOf(fee.amount) > 0 ? 'Sell' : 'Buy',
    lastQty: absolute(fee.amount) as Quantity,
    lastPx,
    notional: ZERO,
    feeInQuote: ZERO,
  });
}

function feeParts(
  state: EngineState,
  child: Child | undefined,
  { amount }: Money,
): readonly { readonly account: AccountId | null; readonly amount: Decimal }[] {
  if (child === undefined) return [{ account: null, amount }];
  const { parentClOrdId, account } = child.order.placement;
  const parent = parentClOrdId === null ? undefined : mapGet(state.orders, parentClOrdId);
  const shares = parent?.allocation?.shares ?? null;
  if (shares === null) return [{ account, amount }];
  const parts = bySize(amount, shares);
  if (parts === null) return [{ account: null, amount }];
  return parts.map(({ share, amount: part }) => ({ account: share.account, amount: part }));
}
