/**
 * Orders of a trial: placed, asked again by their keys, and counted at the venues. One intent is one
 * order at a venue at most, and what venues filled is what is booked.
 */
import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { allUp, pidOf, runs, until } from './trial.mjs';
import { restingPrice, untilTrading } from './trial-desk.mjs';

/** A confirmed absence takes the venue's own time for it. */
export const SETTLES_MS = 120_000;
const ENDED = new Set(['Filled', 'Canceled', 'Expired', 'Rejected', 'DoneForDay']);

export async function engineIsBack(state, pid) {
  const again = () => {
    const now = pidOf(state.dataDir, 'engine');
    return now !== undefined && now !== pid && runs(now);
  };
  await until(again, 'the engine to be started again', { about: aboutOf(state) });
  await until(allUp, 'every process to be ready', { about: aboutOf(state) });
}

/** Each begins when the engine would place an order again. */
export const acase = (name, run) => ({
  name,
  run: async (state) => {
    await untilTrading(state.desk, aboutOf(state));
    return run(state);
  },
});

export const aboutOf = (state) => () => state.demo.output;

export const resting = async ({ desk }) => ({
  orderQty: '0.05',
  terms: { ordType: 'Limit', price: await restingPrice(desk) },
});
/** Filled at once, where it is cheapest; what is proven not to be there is sent elsewhere. */
export const crossing = async ({ desk }) => {
  const price = String(Math.round(Number(await restingPrice(desk)) * 1.03));
  return { orderQty: '0.05', terms: { ordType: 'Limit', price } };
};
export const taking = () => ({
  orderQty: '0.05',
  terms: { ordType: 'Market' },
  timeInForce: 'ImmediateOrCancel',
});

/** An order, and how many orders the venues had before it. */
export async function begin({ desk }, wish) {
  const before = await desk.venue.orders();
  const key = randomUUIDv7();
  const answer = desk.place(wish, key).catch((error) => ({ error }));
  return { before: new Set(before.map(idOf)), key, wish, answer };
}

export const idOf = ({ venue, id }) => `${venue} ${id}`;

export async function madeSince({ desk }, { before }) {
  const now = await desk.venue.orders();
  return now.filter((order) => !before.has(idOf(order)));
}

/**
 * The same intent until the engine answers: it says what was decided the first time, or decides now.
 * Null where it refused because venues were being compared with our books, and nothing reached them.
 */
export async function askedAgain(state, begun) {
  const { key, wish } = begun;
  let answer;
  const answered = async () => {
    answer = await state.desk.place(wish, key).catch((error) => ({ error }));
    return answer.data !== undefined;
  };
  await until(answered, 'the order to be answered', {
    withinMs: SETTLES_MS,
    about: () => `${JSON.stringify(answer)}\n${state.demo.output}`,
  });
  const { verdict, rejection, clOrdId } = answer.data.decision;
  if (verdict === 'Placed') return clOrdId;
  assert.equal(rejection.reason?.code, 'NoRoute', JSON.stringify(rejection));
  return null;
}

/** Its age limit, and time for whoever looks at it: after that nothing of a child is sent again. */
const SENDABLE_MS = 20_000;

/**
 * Coinbase proves no absence: a child that it does not have, and that is too old to be sent again,
 * keeps what it holds until a person decides, which takes longer than a trial waits.
 */
export async function isForAPerson({ desk }, { venue, clOrdId, unconfirmedSince, placedAt }) {
  if (venue !== 'coinbase' || unconfirmedSince === null) return false;
  if (Date.now() - Date.parse(placedAt) < SENDABLE_MS) return false;
  const { orders } = await desk.venue.seen(venue);
  return orders.every(({ clientId }) => clientId !== clOrdId);
}

/** Nothing of it is on its way or in doubt any more. */
export async function settled(state, clOrdId) {
  let whole;
  const done = async () => {
    whole = await state.desk.order(clOrdId);
    if (whole === undefined) return false;
    const { order, children } = whole;
    for (const child of children) if (await isForAPerson(state, child)) return true;
    const isClear = ({ ordStatus, unconfirmedSince }) =>
      unconfirmedSince === null && !ordStatus.startsWith('Pending');
    return isClear(order) && children.length > 0 && children.every(isClear);
  };
  await until(done, 'the order to be clear', {
    withinMs: SETTLES_MS,
    about: () => `${JSON.stringify(whole)}\n${state.demo.output}`,
  });
  return whole;
}

/**
 * One order at a venue for each child that reached one, and what it filled is what we booked. Ours
 * and theirs are read one after the other, so a fill between the two is a difference of that moment:
 * they have to become the same. Too much at venues is wrong at every moment.
 */
export async function counted(state, begun, clOrdId) {
  if (clOrdId === null) {
    assert.deepEqual(await madeSince(state, begun), [], 'refused, and at a venue');
    return 'refused while venues were compared, nothing at venues';
  }
  let differs;
  let became;
  const isTheSame = async () => {
    const ours = await settled(state, clOrdId);
    const made = await madeSince(state, begun);
    neverTooMuch(begun, made);
    differs = difference(ours, made);
    became = `${made.length} ${made.length === 1 ? 'order' : 'orders'} at venues, ${ours.order.ordStatus}`;
    return differs === undefined;
  };
  await until(isTheSame, 'venues and books to say the same', {
    withinMs: SETTLES_MS,
    about: () => `${differs}\n${state.demo.output}`,
  });
  return became;
}

function neverTooMuch(begun, made) {
  const names = made.map(({ venue, clientId }) => `${venue} ${clientId}`);
  assert.equal(new Set(names).size, names.length, `two orders for one intent: ${names}`);
  // What expired at a venue without a fill was sent on: it stands nowhere twice.
  const standing = ({ isOpen, qty, cumQty }) => Number(isOpen ? qty : cumQty);
  const asked = made.reduce((sum, child) => sum + standing(child), 0);
  assert.ok(asked <= Number(begun.wish.orderQty) + 1e-9, `${asked} stands at venues`);
}

/** What venues have and our books don't say, or the other way round. */
function difference({ children, executions, order }, made) {
  const isThere = ({ ordStatus, unconfirmedSince }) =>
    ordStatus !== 'Rejected' && unconfirmedSince === null;
  const reached = children.filter(isThere);
  if (made.length !== reached.length) return JSON.stringify({ made, children });
  const filled = made.reduce((sum, { cumQty }) => sum + Number(cumQty), 0);
  const booked = executions.reduce((sum, { lastQty }) => sum + Number(lastQty), 0);
  const isSame = (qty) => Math.abs(qty - filled) < 1e-9;
  if (isSame(booked) && isSame(Number(order.cumQty))) return undefined;
  return `venues filled ${filled}, booked ${booked}, the order says ${order.cumQty}`;
}

export async function cleared(state, clOrdId) {
  await state.desk.venue.heal();
  if (clOrdId === null) return;
  const { order, children } = await state.desk.order(clOrdId);
  const isLeft = children.some(({ unconfirmedSince }) => unconfirmedSince !== null);
  if (isLeft || ENDED.has(order.ordStatus)) return;
  await state.desk.cancel(clOrdId);
  const ended = async () => ENDED.has((await state.desk.order(clOrdId)).order.ordStatus);
  await until(ended, 'the order to be canceled', { about: aboutOf(state) });
}

/** Asked again by its key, counted at the venues once `meanwhile` is through, and taken off them. */
export async function concluded(state, begun, meanwhile = () => undefined) {
  const clOrdId = await askedAgain(state, begun);
  await meanwhile(clOrdId);
  const says = await counted(state, begun, clOrdId);
  await cleared(state, clOrdId);
  return says;
}
