/** One Coinbase Advanced Trade account behind one key. */
import { err, ok, type Result } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { OrderReport, VenueOrder, VenueOrderId } from '@ultrathink/domain/trading';
import { closedFor, notSent, unlisted, unsupported } from '../common/not-sent.ts';
import { malformed } from '../common/reading.ts';
import { keptSubscriptions } from '../common/subscriptions.ts';
import type { Answer, Evidence, NotSentReason, Outcome } from '../contract/answer.ts';
import type {
  ExecutionClient,
  OrderRef,
  Placed,
  Replaced,
  Urgency,
} from '../contract/execution-client.ts';
import { editBody, newOrderBody } from './build.ts';
import { TRAITS } from './limits.ts';
import type { ListedProduct } from './listings.ts';
import { type ActRead, outcomeOf } from './outcomes.ts';
import { parseFees, parsePermissions } from './parse-account.ts';
import type { CoinbaseParts } from './parts.ts';
import { balances, closedOrders, fills, find, openOrders } from './questions.ts';
import { readCanceled, readEdited, readPlaced } from './read-acts.ts';
import { openUserStream } from './user-stream.ts';
import { act, ask } from './wire.ts';

const NAME = 'Coinbase';

export function createExecutionClient(parts: CoinbaseParts): ExecutionClient {
  const { wire, setup } = parts;
  const subscriptions = keptSubscriptions();
  return {
    traits: TRAITS,
    place: (order, urgency) => place(parts, order, urgency),
    cancel: (order, urgency) => cancel(parts, order, urgency),
    replace: (order, to, urgency) => replace(parts, order, to, urgency),
    cancelAll: (instrument, urgency) => cancelAll(parts, instrument, urgency),
    async armDeadManSwitch() {
      return notSent({ code: 'NotSupported', detail: 'Coinbase has no dead man’s switch' });
    },
    find: (order) => find(parts, order),
    openOrders: () => openOrders(parts),
    closedOrders: (since) => closedOrders(parts, since),
    fills: (since) => fills(parts, { since }),
    balances: () => balances(parts),
    fees: () =>
      wire.ask(ask('fees', 'transaction_summary', { product_type: 'SPOT' }), (body) =>
        parseFees(body, setup.instruments),
      ),
    permissions: () => wire.ask(ask('key.permissions', 'key_permissions'), parsePermissions),
    subscribe: (onReport) => subscriptions.keep(openUserStream(parts, onReport)),
    close: subscriptions.close,
  };
}

function prepare<Body>(
  { listings }: CoinbaseParts,
  order: VenueOrder,
  build: (listed: ListedProduct) => Result<Body, string>,
): Result<Body, NotSentReason> {
  const listed = listings.find(order.instrument);
  if (listed === undefined) return err(unlisted(NAME, order.instrument));
  const closed = closedFor(listed, order);
  if (closed !== null) return err(closed);
  const body = build(listed);
  return body.ok ? body : err(unsupported(body.error));
}

async function place(
  parts: CoinbaseParts,
  order: VenueOrder,
  urgency: Urgency,
): Promise<Outcome<Placed>> {
  const prepared = prepare(parts, order, (listed) => newOrderBody(order, listed));
  if (!prepared.ok) return notSent(prepared.error);
  const body = prepared.value;
  const result = await parts.wire.act(act('order.place', 'orders', body), urgency);
  const outcome = outcomeOf(result, (text) => readPlaced(text, body));
  if (outcome.kind === 'Accepted') parts.known.set(order.clOrdId, outcome.value.orderId);
  if (outcome.kind === 'RejectedProven' && outcome.reason === 'MarketClosed') {
    void parts.lookAgain();
  }
  return outcome;
}

/**
 * The venue's id of an order, without which it takes neither a cancel nor an edit. Where it is not known
 * the order is looked for. One that is not found is named by our id: the venue itself then says that it
 * knows no such order.
 */
async function nameOf(
  parts: CoinbaseParts,
  order: OrderRef,
): Promise<Result<VenueOrderId, NotSentReason>> {
  if (parts.listings.find(order.instrument) === undefined)
    return err(unlisted(NAME, order.instrument));
  const known = parts.known.orderIdOf(order.clOrdId);
  const owner = order.orderId === null ? null : parts.known.clOrdIdOf(order.orderId);
  const isMixed = owner !== null && owner !== order.clOrdId;
  if (isMixed || (known !== null && order.orderId !== null && known !== order.orderId)) {
    return err(unsupported('the two ids are of two orders'));
  }
  const orderId = order.orderId ?? known;
  if (orderId !== null) return ok(orderId);
  const found = await find(parts, order);
  if (found.kind === 'Told') return ok(found.value?.orderId ?? order.clOrdId);
  return err(found.notSent ?? unsupported(`its id could not be asked for: ${found.detail}`));
}

/** Told that it is taken: what becomes of the order is the stream's to tell. */
async function cancel(
  parts: CoinbaseParts,
  order: OrderRef,
  urgency: Urgency,
): Promise<Outcome<OrderReport | null>> {
  const orderId = await nameOf(parts, order);
  if (!orderId.ok) return notSent(orderId.error);
  return cancelOf(parts, [orderId.value], urgency, (told) => told.get(orderId.value));
}

type Canceled = ReadonlyMap<VenueOrderId, ActRead<null>>;

async function cancelOf(
  { wire }: CoinbaseParts,
  orderIds: readonly VenueOrderId[],
  urgency: Urgency,
  pick: (told: Canceled) => ActRead<null> | undefined,
): Promise<Outcome<null>> {
  const call = act('order.cancel', 'orders/batch_cancel', { order_ids: orderIds });
  return outcomeOf(await wire.act(call, urgency), (body) => {
    const told = readCanceled(body, orderIds);
    if (!told.ok) return told;
    const picked = pick(told.value);
    return picked === undefined ? err(malformed('the answer is of other orders')) : ok(picked);
  });
}

/**
 * The venue changes price and size of the order that is there: it keeps both of its ids, and either all
 * of the change has happened or none of it.
 */
async function replace(
  parts: CoinbaseParts,
  order: OrderRef,
  to: VenueOrder,
  urgency: Urgency,
): Promise<Replaced> {
  const refusal = order.instrument === to.instrument ? null : 'a replacement is of the same one';
  const shaped = prepare(parts, to, (listed) =>
    refusal === null ? editBody('', to, listed) : err(refusal),
  );
  if (!shaped.ok) return both(notSent(shaped.error));
  const orderId = await nameOf(parts, order);
  if (!orderId.ok) return both(notSent(orderId.error));
  const body = { ...shaped.value, order_id: orderId.value };
  const result = await parts.wire.act(act('order.replace', 'orders/edit', body), urgency);
  return both(outcomeOf(result, (text) => readEdited(text, orderId.value)));
}

const both = (placed: Outcome<Placed>): Replaced => ({
  canceled: placed.kind === 'Accepted' ? { ...placed, value: null } : placed,
  placed,
});

/** "The maximum number of order_ids that can be cancelled per request is 100." */
const CANCELS_MOST = 100;

/** Everything that is open, orders of others included, by asking for it and naming each. */
async function cancelAll(
  parts: CoinbaseParts,
  instrument: InstrumentId | null,
  urgency: Urgency,
): Promise<Outcome<null>> {
  if (instrument !== null && parts.listings.find(instrument) === undefined) {
    return notSent(unlisted(NAME, instrument));
  }
  const open = await openOrders(parts);
  if (open.kind === 'NoInformation') return unknown(open);
  const ids = open.value
    .filter((report) => instrument === null || report.instrument === instrument)
    .map(({ orderId }) => orderId);
  const chunks = Array.from({ length: Math.ceil(ids.length / CANCELS_MOST) }, (_, n) =>
    ids.slice(n * CANCELS_MOST, (n + 1) * CANCELS_MOST),
  );
  const outcomes = await Promise.all(
    chunks.map((chunk) => cancelOf(parts, chunk, urgency, worstOf)),
  );
  const worst = outcomes.find(({ kind }) => kind !== 'Accepted');
  return worst ?? { kind: 'Accepted', value: null, evidence: evidenceOf(outcomes, open.evidence) };
}

/** Without knowing what is open, nothing was sent. */
const unknown = ({ detail, notSent: why }: Extract<Answer<never>, { kind: 'NoInformation' }>) =>
  notSent(why ?? unsupported(`open orders could not be asked for: ${detail}`));

function evidenceOf(outcomes: readonly Outcome<null>[], listed: Evidence): Evidence {
  const last = outcomes.at(-1);
  return last?.kind === 'Accepted' ? last.evidence : listed;
}

/** An order that has ended meanwhile is one less to take back. */
function worstOf(told: Canceled): ActRead<null> {
  const isMeant = (one: ActRead<null>) =>
    one.kind === 'Done' || (one.kind === 'RejectedProven' && one.reason === 'UnknownOrder');
  return [...told.values()].find((one) => !isMeant(one)) ?? { kind: 'Done', value: null };
}
