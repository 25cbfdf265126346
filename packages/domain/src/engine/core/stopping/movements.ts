/**
 * What people agreed came in or went out. A deposit that reconciliation found first waits on the
 * place's suspense: so much of it is taken back from there, and the whole is booked as what it is.
 */
import {
  type AccountId,
  divide,
  err,
  greatest,
  least,
  mapEntries,
  mapGet,
  negate,
  ok,
  type Quantity,
  type Result,
  signOf,
  sum,
  toPrice,
  type UtcTime,
  unwrap,
  ZERO,
} from '../../../kernel/index.ts';
import {
  adjustmentEntry,
  balanceOf,
  book,
  depositEntry,
  type EntryId,
  type Holder,
  type JournalEntry,
  type LedgerAccount,
  type Place,
  withdrawalEntry,
} from '../../../ledger/index.ts';
import { closeLots, type Position, type PositionRule } from '../../../portfolio/index.ts';
import type { ControlBody } from '../control.ts';
import type { Draft } from '../draft.ts';
import type { EngineState } from '../state.ts';

type Deposit = Extract<ControlBody, { kind: 'DepositRecorded' }>;
type Withdrawal = Extract<ControlBody, { kind: 'WithdrawalRecorded' }>;
type Booked = Result<null, string>;

/** Of a price that is told and never counted with. */
const PRICE_SCALE = 8;

function holderOf({ config }: EngineState, account: AccountId): Holder | null {
  const owner = mapGet(config.accounts, account);
  if (owner === undefined) return null;
  return { kind: owner === 'House' ? 'House' : 'Client', account };
}

/** How an account's lots are kept: fees count into cost; the house's go out as they came in. */
function positionRuleOf({ config }: EngineState, account: AccountId): PositionRule {
  const owner = mapGet(config.accounts, account);
  const terms =
    owner === undefined || owner === 'House' ? undefined : mapGet(config.clients, owner);
  return { method: terms?.lotMethod ?? 'Fifo', fees: 'IntoCost' };
}

function bookEntry(draft: Draft, entry: Result<JournalEntry, { readonly code: string }>): Booked {
  if (!entry.ok) return err(entry.error.code);
  const events = book(draft.state.ledger, entry.value, null);
  if (!events.ok) return err(events.error.code);
  draft.add(...events.value.map((event) => ({ type: 'LedgerMoved' as const, event })));
  return ok(null);
}

interface Parties {
  readonly holder: Holder;
  readonly place: Place;
}

function partiesOf(state: EngineState, { account, venueAccount }: Deposit | Withdrawal) {
  const holder = holderOf(state, account);
  if (holder === null) return err('NoSuchAccount');
  const terms = mapGet(state.config.venueAccounts, venueAccount);
  if (terms === undefined) return err('NoSuchVenueAccount');
  const owner = mapGet(state.config.accounts, account);
  if (terms.client !== null && terms.client !== owner) return err('PlaceOfAnother');
  const parties: Parties = { holder, place: { kind: 'Venue', id: venueAccount } };
  return ok(parties);
}

/** Why it can't be booked; null when it is. Nothing is added where it is refused. */
export function recordDeposit(draft: Draft, body: Deposit): string | null {
  const parties = partiesOf(draft.state, body);
  if (!parties.ok) return parties.error;
  const { cost, money: deposited, reference } = body;
  if (cost !== null && !isOf(cost.instrument, deposited.asset)) return 'CostOfAnotherAsset';
  if (cost !== null && !toPrice(cost.price).ok) return 'NotAPrice';
  const { holder, place } = parties.value;
  const { at } = draft.moment;
  const entry = depositEntry({ id: body.entry, at, holder, place, deposited, reference });
  if (!entry.ok) return entry.error.code;
  fromSuspense(draft, body, place, at);
  const booked = bookEntry(draft, entry);
  if (!booked.ok) return booked.error;
  openLot(draft, body);
  return null;
}

const isOf = (instrument: string, base: string) => instrument.startsWith(`${base}/`);

function fromSuspense(draft: Draft, body: Deposit, place: Place, at: UtcTime): void {
  const { asset, amount } = body.money;
  const suspense: LedgerAccount = { kind: 'Suspense', asset, place };
  const waits = least(balanceOf(draft.state.ledger, suspense), amount);
  if (signOf(waits) <= 0) return;
  const consent = {
    reason: `Deposit recorded: ${body.reference}`.slice(0, 500),
    approval: body.approval,
  };
  const id = draft.ids.next<EntryId>();
  const postings = [
    { account: suspense, amount: negate(waits) },
    { account: { kind: 'External', asset, place } as const, amount: waits },
  ];
  bookEntry(draft, adjustmentEntry({ id, at }, consent, postings));
}

function openLot(draft: Draft, { account, entry, cost, money: { amount } }: Deposit): void {
  if (cost === null) return;
  const fill = {
    execId: `deposit:${entry}`,
    at: draft.moment.at,
    side: 'Buy' as const,
    lastQty: amount as Quantity,
    lastPx: unwrap(toPrice(cost.price)),
    notional: null,
    feeInQuote: ZERO,
  };
  const rule = positionRuleOf(draft.state, account);
  draft.add({ type: 'PositionFilled', account, instrument: cost.instrument, rule, fill });
}

export function recordWithdrawal(draft: Draft, body: Withdrawal): string | null {
  const parties = partiesOf(draft.state, body);
  if (!parties.ok) return parties.error;
  const { money: withdrawn, reference, entry: id } = body;
  const { at } = draft.moment;
  const entry = withdrawalEntry({ id, at, ...parties.value, withdrawn, fee: ZERO, reference });
  const booked = bookEntry(draft, entry);
  if (!booked.ok) return booked.error;
  closeAtCost(draft, body);
  return null;
}

/** What goes out was not sold: its lots go for what they cost, and nothing is gained. */
function closeAtCost(draft: Draft, { account, entry, money: { asset, amount } }: Withdrawal): void {
  let rest = amount;
  for (const position of longOf(draft.state, account, asset)) {
    const part = least(position.quantity, rest);
    if (signOf(part) <= 0) return;
    const { closed } = closeLots(position.lots, part, ZERO, true);
    const notional = sum(closed.map(({ cost }) => cost));
    const fill = {
      execId: `withdrawal:${entry}`,
      at: draft.moment.at,
      side: 'Sell' as const,
      lastQty: part as Quantity,
      lastPx: unwrap(toPrice(divide(greatest(notional, ZERO), part, PRICE_SCALE, 'HalfEven'))),
      notional,
      feeInQuote: ZERO,
    };
    const { instrument, rule } = position;
    draft.add({ type: 'PositionFilled', account, instrument, rule, fill });
    rest = sum([rest, negate(part)]);
  }
}

function longOf(state: EngineState, account: AccountId, base: string): readonly Position[] {
  return mapEntries(state.positions)
    .map(([, position]) => position)
    .filter(
      (position) =>
        position.account === account &&
        isOf(position.instrument, base) &&
        signOf(position.quantity) > 0,
    );
}
