/** What the trail says of an order: what was decided, what left with it, and how it moved. */
import type { EventDraft } from '../../../audit/index.ts';
import { type ClientId, mapGet } from '../../../kernel/index.ts';
import type { OrderEvent, OrderPlacement, OrderState, OrderTerms } from '../../../trading/index.ts';
import { orderOf } from '../apply/orders.ts';
import type { Decided } from '../journal.ts';
import { clientOf, type EventOf, shown, shownOrNull } from '../projections/common.ts';
import type { Trail } from './trail.ts';

const termsOf = (terms: OrderTerms) => ({
  ordType: terms.ordType,
  price: 'price' in terms ? shown(terms.price) : null,
  stopPx: 'stopPx' in terms ? shown(terms.stopPx) : null,
});

const placementOf = ({ account, instrument, side, orderQty, terms, ...rest }: OrderPlacement) => ({
  account,
  instrument,
  side,
  orderQty: shown(orderQty),
  ...termsOf(terms),
  timeInForce: rest.timeInForce,
  expireTime: rest.expireTime,
  isPostOnly: rest.isPostOnly,
  isReduceOnly: rest.isReduceOnly,
});

/** What was asked for, where no order came of it. */
function wishOf({ input }: Decided['record']): object | null {
  if (input.kind !== 'Command' || input.act.act !== 'PlaceOrder') return null;
  const { beneficiary, instrument, side, orderQty, terms, timeInForce } = input.act.wish;
  const { account } = beneficiary;
  return {
    account,
    instrument,
    side,
    orderQty: shown(orderQty),
    ...termsOf(terms),
    timeInForce,
  };
}

/** The checks that did not simply pass stand here with their figures; all of them in the record. */
export function decisionDraft({ decision }: EventOf<'OrderDecided'>, trail: Trail): EventDraft {
  const { record, after } = trail.decided;
  const { clOrdId, verdict, rejection, decisions, receipt, protection } = decision;
  const entry = orderOf(after, clOrdId);
  const children = record.events.flatMap((event) =>
    event.type === 'ChildPlaced' && event.placement.parentClOrdId === clOrdId
      ? [childFields(event)]
      : [],
  );
  const told = decisions.flatMap(({ clOrdId: decided, checks }) =>
    checks
      .filter((check) => check.verdict !== 'Pass')
      .map(({ code, verdict: found, limit, actual }) => [decided, code, found, limit, actual]),
  );
  return {
    action: 'trading.decideOrder',
    subject: { kind: 'Order', id: clOrdId },
    clientId: entry === undefined ? askersClient(trail.decided) : entry.client,
    after: {
      verdict,
      order: entry === undefined ? wishOf(record) : placementOf(entry.order.placement),
      rejectedBy: rejection?.by ?? null,
      checks: decisions.reduce((all, { checks }) => all + checks.length, 0),
      told,
      policy: decisions[0]?.policy ?? null,
      receipt: receipt?.hash ?? null,
      protection,
      children,
      ...receivedOf(record),
    },
  };
}

/** When the command that was decided stood at the door, where the shell told it. */
function receivedOf({ input }: Decided['record']): object {
  if (input.kind !== 'Command' || input.receivedAt === undefined) return {};
  return { receivedAt: input.receivedAt };
}

function askersClient({ record: { input }, after }: Decided): ClientId | null {
  if (input.kind !== 'Command' || input.act.act !== 'PlaceOrder') return null;
  return clientOf(after, input.act.wish.beneficiary.account);
}

export function orderDraft(
  action: string,
  { client, placement, protection }: EventOf<'ParentPlaced'>,
): EventDraft {
  return {
    action,
    subject: { kind: 'Order', id: placement.clOrdId },
    clientId: client,
    after: { order: placementOf(placement), protection },
  };
}

const childFields = ({
  placement,
  venueAccount,
  notAfter,
  payloadHash,
}: EventOf<'ChildPlaced'>) => ({
  clOrdId: placement.clOrdId,
  venue: placement.venue,
  venueAccount,
  orderQty: shown(placement.orderQty),
  ...termsOf(placement.terms),
  timeInForce: placement.timeInForce,
  notAfter,
  payloadHash,
});

export function childOf(event: EventOf<'ChildPlaced'>, { after }: Decided): EventDraft {
  const { placement } = event;
  const entry = mapGet(after.orders, placement.clOrdId);
  return {
    action: 'trading.placeChild',
    subject: { kind: 'Order', id: placement.clOrdId },
    clientId: entry?.client ?? clientOf(after, placement.account),
    after: { parent: placement.parentClOrdId, ...childFields(event) },
  };
}

const MOVES: Readonly<Record<OrderEvent['kind'], string>> = {
  Accepted: 'trading.acceptOrder',
  Triggered: 'trading.triggerOrder',
  Filled: 'trading.fillOrder',
  CancelAsked: 'trading.askCancel',
  CancelRejected: 'trading.refuseCancel',
  Canceled: 'trading.cancelOrder',
  ReplaceAsked: 'trading.askReplace',
  Replaced: 'trading.replaceOrder',
  ReplaceRejected: 'trading.refuseReplace',
  Rejected: 'trading.rejectOrder',
  Expired: 'trading.expireOrder',
  Unconfirmed: 'trading.doubtOrder',
  Confirmed: 'trading.confirmOrder',
};

export function moveDraft(
  { clOrdId, event }: EventOf<'OrderMoved'>,
  { decided, booked }: Trail,
): EventDraft | null {
  // The fill itself is told, and says what was traded.
  if (event.kind === 'Filled' && booked.has(`${clOrdId}|${event.fill.execId}`)) return null;
  const [was, is] = [orderOf(decided.before, clOrdId), orderOf(decided.after, clOrdId)];
  return {
    action: MOVES[event.kind],
    subject: { kind: 'Order', id: clOrdId },
    clientId: (is ?? was)?.client ?? null,
    ...(was === undefined ? {} : { before: figuresOf(was.order) }),
    after: { ...(is === undefined ? {} : figuresOf(is.order)), ...detailOf(event) },
  };
}

const figuresOf = (order: OrderState) => ({
  ordStatus: order.ordStatus,
  orderQty: shown(order.orderQty),
  cumQty: shown(order.cumQty),
});

function detailOf(event: OrderEvent): object {
  switch (event.kind) {
    case 'Accepted':
      return { orderId: event.orderId };
    case 'Filled':
      return { execId: event.fill.execId, lastQty: shown(event.fill.lastQty) };
    case 'Canceled':
    case 'Expired':
      return { toldCumQty: shownOrNull(event.cumQty) };
    case 'ReplaceAsked':
      return { to: { orderQty: shown(event.to.orderQty), ...termsOf(event.to.terms) } };
    case 'Rejected':
      return { rejection: event.rejection };
    case 'Unconfirmed':
    case 'Confirmed':
      return { request: event.request, evidence: event.evidence };
    default:
      return {};
  }
}
