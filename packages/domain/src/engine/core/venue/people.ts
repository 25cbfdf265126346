/** What two people decided about a difference, or about a request nobody would tell the outcome of. */
import {
  absolute,
  err,
  mapGet,
  money,
  ok,
  parseAsset,
  parseDecimal,
  type Result,
  signOf,
  toQuantity,
} from '../../../kernel/index.ts';
import { book, breakEntry } from '../../../ledger/index.ts';
import { parseInstrument } from '../../../market-data/index.ts';
import type { EvidenceId } from '../../../trading/index.ts';
import type { Break, BreakKind } from '../break-event.ts';
import type { ControlBody } from '../control.ts';
import type { Draft } from '../draft.ts';
import { rulesOf } from '../rules.ts';
import { fillPosition, holderOf } from './booking.ts';
import { settle } from './ends.ts';
import { alert, type Child, childOf, confirmingKey } from './orders.ts';
import { takeSnapshot } from './reconcile.ts';
import { moveOr } from './reports.ts';

type Of<Kind extends ControlBody['kind']> = Extract<ControlBody, { kind: Kind }>;
/** Why nothing of it is true. */
export type Decided = Result<null, string>;

/** Where the other side of a closed break stands: what was booked, waits; a total alone came from outside. */
const SOURCE: Readonly<Partial<Record<BreakKind, 'Suspense' | 'Fee'>>> = {
  ExternalOrder: 'Suspense',
  MissingInternalFill: 'Suspense',
  Contradiction: 'Suspense',
  FeeAmount: 'Fee',
  FeeCurrency: 'Fee',
};

/** What the next comparison finds again whatever people agree on: a total alone differs less once it is booked. */
const STAYS: ReadonlySet<BreakKind> = new Set([
  'MissingVenueFill',
  'ExternalOrder',
  'Contradiction',
  'Price',
]);

/** The account is compared again at once: the key that the break alone had stopped opens if nothing differs. */
export function closeBreak(draft: Draft, body: Of<'BreakClosed'>): Decided {
  const { breakId, posting, entry: id, reason, approval } = body;
  const found = mapGet(draft.state.breaks, breakId);
  if (found === undefined) return refused(draft, 'NoSuchBreak', breakId);
  const { at } = draft.moment;
  const { venueAccount, kind } = found;
  if (posting !== null) {
    if (mapGet(draft.state.config.accounts, posting.account) === undefined) {
      return refused(draft, 'NoSuchAccount', breakId);
    }
    const entry = breakEntry({
      id,
      at,
      venueAccount,
      holder: holderOf(draft.state, posting.account),
      money: posting.money,
      from: SOURCE[kind] ?? 'External',
      consent: { reason, approval },
    });
    if (!entry.ok) return refused(draft, entry.error.code, breakId);
    const booked = book(draft.state.ledger, entry.value, null);
    if (!booked.ok) return refused(draft, booked.error.code, breakId);
    draft.add(...booked.value.map((event) => ({ type: 'LedgerMoved' as const, event })));
    ownPosition(draft, found, posting);
  }
  agreeOnFee(draft, found);
  const stays = rulesOf(draft.state) >= 3 && STAYS.has(kind);
  draft.add({ type: 'BreakClosed', breakId, at, how: 'Agreed', ...(stays && { stays }) });
  takeSnapshot(draft, venueAccount, 'Timer');
  return ok(null);
}

/** What a trade of nobody's becomes for whom it was: a position at the trade's own price. */
function ownPosition(
  draft: Draft,
  { kind, subject, venueAccount }: Break,
  { account, money: moved }: NonNullable<Of<'BreakClosed'>['posting']>,
): void {
  const [execId = ''] = subject.split('|');
  const known = mapGet(draft.state.execIds, `${venueAccount}|${execId}`);
  const instrument = known === undefined ? undefined : parseInstrument(known.instrument);
  const isTrade = kind === 'ExternalOrder' || kind === 'MissingInternalFill';
  if (!isTrade || known === undefined || instrument?.ok !== true) return;
  const lastQty = toQuantity(absolute(moved.amount));
  if (instrument.value.base !== moved.asset || !lastQty.ok) return;
  const side = signOf(moved.amount) > 0 ? 'Buy' : 'Sell';
  const traded = { execId, side, lastQty: lastQty.value, lastPx: known.lastPx } as const;
  fillPosition(draft, account, traded, instrument.value, null, []);
}

/** The fee that the venue tells is the fill's from now on: told again it is the same, and no break. */
function agreeOnFee(draft: Draft, { kind, subject: execId, venueAccount, theirs }: Break): void {
  if (kind !== 'FeeAmount' && kind !== 'FeeCurrency') return;
  const [amountText = '', assetText = ''] = (theirs ?? '').split(' ');
  const [amount, asset] = [parseDecimal(amountText), parseAsset(assetText)];
  if (!amount.ok || !asset.ok) return;
  const fee = money(amount.value, asset.value);
  draft.add({ type: 'FillFeeTold', at: draft.moment.at, venueAccount, execId, fee });
}

function refused(draft: Draft, why: string, subject: string): Decided {
  alert(draft, 'ControlRefused', 'Warning', { venueAccount: null, subject });
  return err(why);
}

/** Only of a request that is in doubt: what the venue told stands above what people say. */
export function assertOutcome(draft: Draft, body: Of<'OutcomeAsserted'>): Decided {
  const { clOrdId, request, outcome } = body;
  const child = childOf(draft.state, clOrdId);
  if (child === undefined) return refused(draft, 'NoSuchOrder', clOrdId);
  const key = confirmingKey(child.order.placement.clOrdId, request);
  if (mapGet(draft.state.confirming, key) === undefined) {
    return refused(draft, 'NotUnconfirmed', clOrdId);
  }
  const id = child.order.placement.clOrdId;
  draft.add({ type: 'ConfirmingEnded', clOrdId: id, request, how: 'Asserted' });
  if (outcome === 'Ended') canceled(draft, child);
  else neverArrived(draft, child, request);
  settle(draft, id);
  return ok(null);
}

function canceled(draft: Draft, child: Child): void {
  const { cumQty } = child.order;
  moveOr(draft, child, { kind: 'Canceled', at: draft.moment.at, cumQty });
}

function neverArrived(draft: Draft, child: Child, request: Of<'OutcomeAsserted'>['request']): void {
  const { at } = draft.moment;
  if (request === 'Cancel') {
    moveOr(draft, child, { kind: 'CancelRejected', at });
  } else if (request === 'Replace') {
    moveOr(draft, child, { kind: 'ReplaceRejected', at });
  } else {
    const proof = child.order.unconfirmed.New?.evidence ?? draft.ids.next<EvidenceId>();
    const reason = { code: 'NotSent', proof } as const;
    moveOr(draft, child, { kind: 'Rejected', at, rejection: { by: 'Engine', reason } });
  }
}
