/**
 * The desk of a trial's platform: one of its traders, signed in as a person signs in, who places orders
 * through the web process; and the simulated venues as whoever runs them sees them.
 */
import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { until } from './trial.mjs';

const TRADER = 'daniel.osei@aldermoor.example';
export const VENUES = ['binance', 'coinbase', 'kraken'];
const CODE_WAIT_MS = 65_000;
const TRADES_MS = 180_000;

const jarOf = () => {
  const kept = new Map();
  return {
    keep: (answer) => {
      for (const cookie of answer.headers.getSetCookie()) {
        const [pair] = cookie.split(';');
        const at = pair.indexOf('=');
        kept.set(pair.slice(0, at), pair.slice(at + 1));
      }
    },
    text: () => [...kept].map(([name, value]) => `${name}=${value}`).join('; '),
  };
};

/** @param {{ web: number | string, simulator: number | string }} ports */
export async function openDesk(ports) {
  const origin = `http://localhost:${ports.web}`;
  const jar = jarOf();
  const send = async (path, more = {}) => {
    const headers = { origin, 'sec-fetch-site': 'same-origin', 'x-csrf': '1', cookie: jar.text() };
    const answer = await fetch(`${origin}${path}`, {
      redirect: 'manual',
      ...more,
      headers: { ...headers, ...more.headers },
    });
    jar.keep(answer);
    const body = await answer.json();
    return { status: answer.status, data: body.result?.data, error: body.error?.data, body };
  };
  const ask = (path, input) =>
    send(`/api/trpc/${path}${input && `?input=${encodeURIComponent(JSON.stringify(input))}`}`);
  const tell = (path, input) =>
    send(`/api/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
  await signIn({ send, ask, tell });
  const account = await firstAccount(ask);
  const wish = (change) => ({
    beneficiary: { kind: 'Account', account },
    strategy: null,
    instrument: 'BTC/USDT',
    side: 'Buy',
    timeInForce: 'GoodTillCancel',
    expireTime: null,
    isPostOnly: false,
    isReduceOnly: false,
    ...change,
  });
  return {
    account,
    ask,
    tell,
    wish,
    /** The same key again is the same order. */
    place: (change, idempotencyKey = randomUUIDv7()) =>
      tell('trading.placeOrder', { idempotencyKey, wish: wish(change) }),
    cancel: (clOrdId) => tell('trading.cancelOrder', { idempotencyKey: randomUUIDv7(), clOrdId }),
    order: async (clOrdId) => (await ask('trading.getOrder', { clOrdId })).data,
    venue: venueDoor(ports.simulator),
  };
}

async function signIn({ send, ask, tell }) {
  const { data: people } = await ask('demo.people', '');
  const { email, password } = people.find((one) => one.email === TRADER);
  const { csrfToken } = (await send('/api/auth/csrf')).body;
  const { body } = await send('/api/auth/callback/credentials', {
    method: 'POST',
    body: new URLSearchParams({ csrfToken, email, password, json: 'true' }),
  });
  assert.equal(body.kind, 'LetIn', JSON.stringify(body));
  await until(
    async () => {
      const { data } = await ask('demo.currentCode', { email });
      if (data?.code == null) return false;
      const { status } = await tell('auth.proveFactor', { kind: 'Totp', code: data.code });
      return status === 200;
    },
    'the trader to be signed in',
    { withinMs: CODE_WAIT_MS },
  );
}

/** Of the first client the desk trades for. */
async function firstAccount(ask) {
  const { data } = await ask('clients.list', '');
  const traded = data.clients.find(({ name }) => name === 'Northgate Pension Trust');
  return traded.accounts[0].id;
}

/** What whoever runs the simulator sees and switches. */
function venueDoor(port) {
  const at = (path) => `http://127.0.0.1:${port}/admin/${path}`;
  const read = async (path) => (await fetch(at(path))).json();
  const seen = (venue, instrument = 'BTC/USDT') =>
    read(`venue?venue=${venue}&instrument=${encodeURIComponent(instrument)}`);
  return {
    seen,
    /** Every order of ours that any venue was given, newest first. */
    orders: async () => {
      const all = await Promise.all(
        VENUES.map(async (venue) =>
          (await seen(venue)).orders.map((order) => ({ ...order, venue })),
        ),
      );
      return all.flat();
    },
    fault: (venue, fault, more = { operations: ['order.place'], times: 1 }) =>
      fetch(at(`faults?venue=${venue}`), {
        method: 'POST',
        body: JSON.stringify({ fault, ...more }),
      }).then(async (answer) => assert.ok(answer.ok, await answer.text())),
    heal: () =>
      Promise.all(VENUES.map((venue) => fetch(at(`faults?venue=${venue}`), { method: 'DELETE' }))),
  };
}

/** Waits until the engine would place an order: venues connected, compared, marks there. */
export async function untilTrading(desk, about) {
  let last;
  const would = async () => {
    const price = await restingPrice(desk);
    if (price === null) return false;
    const wish = desk.wish({ orderQty: '0.01', terms: { ordType: 'Limit', price } });
    const { data, error } = await desk.ask('trading.previewOrder', { wish });
    last = data?.decision.rejection ?? error;
    return data?.decision.verdict === 'Placed';
  };
  await until(would, 'an order to be possible', {
    withinMs: TRADES_MS,
    about: () => `${JSON.stringify(last)}\n${about?.() ?? ''}`,
  });
}

/** A price that nothing trades at, and within the collar. */
export async function restingPrice(desk) {
  const bids = await Promise.all(VENUES.map(async (venue) => (await desk.venue.seen(venue)).bid));
  if (bids.includes(null)) return null;
  return String(Math.floor(Math.min(...bids.map(Number)) * 0.98));
}
