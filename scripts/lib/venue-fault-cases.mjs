/**
 * What venues do to orders, made to happen between real processes: requests that arrive late, questions
 * that are answered from before, fills told twice, out of order, for nobody, or with a cancel.
 */
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { sleep } from './identity.mjs';
import { asAdmin, killByForce, PORTS, pidOf, until } from './trial.mjs';
import { VENUES } from './trial-desk.mjs';
import {
  aboutOf,
  acase,
  askedAgain,
  begin,
  cleared,
  concluded,
  counted,
  crossing,
  engineIsBack,
  madeSince,
  resting,
  SETTLES_MS,
  settled,
  taking,
} from './trial-orders.mjs';

/** At every venue, because the order goes where it is cheapest. */
const everywhere = (state, fault, more) =>
  Promise.all(VENUES.map((venue) => state.desk.venue.fault(venue, fault, more)));

const LISTS = ['order.query', 'orders.open', 'orders.closed', 'trades.own'];
const PRIVATE = { operations: null, streams: ['private'], times: null };

/** Longer than an adapter waits for an answer. */
const LATE_MS = 17_000;

const late = acase('A7-5 a request arrives after our time for it', async (state) => {
  const sentAt = performance.now();
  await everywhere(state, { kind: 'LateEffect', ms: LATE_MS });
  const begun = await begin(state, await resting(state));
  return concluded(state, begun, async (clOrdId) => {
    await settled(state, clOrdId);
    // Whatever was on its way has arrived, or was refused by its venue as too old.
    await sleep(Math.max(0, LATE_MS + 3_000 - (performance.now() - sentAt)));
  });
});

const lagging = acase('A7-6 not found now, and found three seconds later', async (state) => {
  await everywhere(state, { kind: 'AnswerLost' });
  // Nor does its stream tell of it: only questions can find it.
  await everywhere(state, { kind: 'Drop' }, PRIVATE);
  await everywhere(state, { kind: 'ReadLag', ms: 3_000 }, { operations: LISTS, times: null });
  const begun = await begin(state, await resting(state));
  return concluded(state, begun);
});

const twice = acase('A7-7 fills told twice, and again after a restart', async (state) => {
  await everywhere(state, { kind: 'Duplicate' }, PRIVATE);
  const begun = await begin(state, taking());
  const clOrdId = await askedAgain(state, begun);
  const before = await counted(state, begun, clOrdId);
  const pid = pidOf(state.dataDir, 'engine');
  killByForce(pid);
  await engineIsBack(state, pid);
  const says = await counted(state, begun, clOrdId);
  assert.equal(says, before, 'another engine counts otherwise');
  await cleared(state, clOrdId);
  return says;
});

const outOfOrder = acase('A7-8 fills out of order, and before the answer', async (state) => {
  await everywhere(state, { kind: 'Reorder' }, PRIVATE);
  const latency = { kind: 'Latency', ms: 2_000, jitterMs: 0 };
  await everywhere(state, latency, { operations: ['order.place'], times: 1 });
  const begun = await begin(state, taking());
  return concluded(state, begun);
});

/** What comes after a cancel that was confirmed is booked: the order keeps what it traded. */
const canceled = acase('A7-10 a fill and the cancel of its order at once', async (state) => {
  const lateFill = { kind: 'LateFill', ms: 200, share: 0.5 };
  await everywhere(state, lateFill, { operations: ['order.cancel'], times: 1 });
  const begun = await begin(state, await resting(state));
  return concluded(state, begun, async (clOrdId) => {
    await settled(state, clOrdId);
    await state.desk.cancel(clOrdId);
    const filled = async () => {
      const { order } = await state.desk.order(clOrdId);
      const made = await madeSince(state, begun);
      const there = made.reduce((sum, { cumQty }) => sum + Number(cumQty), 0);
      return order.ordStatus === 'Canceled' && there > 0 && Number(order.cumQty) === there;
    };
    await until(filled, 'the fill to be booked', { withinMs: SETTLES_MS, about: aboutOf(state) });
  });
});

/** Of our own account there, by somebody with another key. */
async function tradeBesides(state) {
  const origin = `http://127.0.0.1:${PORTS.SIMULATOR_PORT}`;
  const [{ owner }] = (await state.desk.venue.seen('binance')).orders;
  const [key, secret] = [`besides-${randomUUID()}`, 'of somebody else'];
  const added = await fetch(`${origin}/admin/customers?venue=binance`, {
    method: 'POST',
    body: JSON.stringify({ key, secret, owner }),
  });
  assert.ok(added.ok, await added.text());
  const query = new URLSearchParams({
    ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' },
    ...{ newClientOrderId: `besides-${Date.now()}`, timestamp: String(Date.now()) },
  }).toString();
  const signature = createHmac('sha256', secret).update(query).digest('hex');
  const answer = await fetch(`${origin}/binance/api/v3/order?${query}&signature=${signature}`, {
    method: 'POST',
    headers: { 'x-mbx-apikey': key },
  });
  assert.ok(answer.ok, await answer.text());
}

const OPEN = `select kind, subject from trading.break where closed_at is null and kind = 'ExternalOrder'`;

/** The last: its break is for two people, and the key that it stopped stays reducing until then. */
const stranger = acase('A7-9 a fill of an order that is not ours', async (state) => {
  const open = () => asAdmin(state.dataDir, async (client) => (await client.query(OPEN)).rows);
  const before = (await open()).length;
  await tradeBesides(state);
  const told = async () => (await open()).length > before;
  await until(told, 'the stranger to be told', { withinMs: SETTLES_MS, about: aboutOf(state) });
  const begun = await begin(state, await crossing(state));
  const says = await concluded(state, begun);
  return `booked on suspense and told to people; an order of ours goes on: ${says}`;
});

export const VENUE_CASES = [late, lagging, twice, outOfOrder, canceled];
export const LAST_VENUE_CASE = stranger;
