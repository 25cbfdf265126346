/** What Kraken's own pages say, and ccxt's client does not ask for. */
import type { kraken } from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { aClient, addCustomer } from '../../testing/ccxt.ts';
import { realClock, type Simulator, startSimulator } from '../index.ts';

let simulator: Simulator;
let client: kraken;

beforeAll(async () => {
  const clock = realClock();
  simulator = await startSimulator({ seed: 'vendor', clock, port: 0, stepMs: 50 });
  addCustomer(simulator, 'kraken');
  client = (await aClient(simulator, 'kraken')) as kraken;
  let last = Date.now();
  client.nonce = () => ++last;
});
afterAll(async () => {
  await client.close();
  await simulator.close();
});

interface Answer {
  readonly error: readonly string[];
  readonly result: Record<string, unknown>;
}

const ORDER = { pair: 'XBTUSDT', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.01' };
const add = async (changes: Record<string, string>) =>
  ((await client.privatePostAddOrder({ ...ORDER, ...changes })) as Answer).result;
const idOf = (result: Record<string, unknown>) => String((result['txid'] as string[])[0]);
const closed = async (id: string) => {
  const { result } = (await client.privatePostQueryOrders({ txid: id })) as Answer;
  return result[id];
};

type Message = Record<string, unknown> & { readonly data?: readonly Record<string, unknown>[] };

/** Messages of one channel, until the last of them satisfies. */
async function listen(params: object, until: (message: Message) => boolean, act?: () => unknown) {
  const socket = new WebSocket(`ws://127.0.0.1:${simulator.port}/kraken/v2`);
  const heard: Message[] = [];
  await new Promise<void>((resolve) => {
    socket.on('open', () => socket.send(JSON.stringify({ method: 'subscribe', params })));
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Message;
      if (message['success'] === true) void act?.();
      if (message['channel'] !== (params as { channel: string }).channel) return;
      heard.push(message);
      if (until(message)) resolve();
    });
  });
  socket.terminate();
  return heard;
}

const token = async () => {
  const { result } = (await client.privatePostGetWebSocketsToken()) as Answer;
  return String(result['token']);
};

describe('executions', () => {
  it('describe an order once, and then tell what changed; each subscription counts for itself', async () => {
    const params = { channel: 'executions', token: await token() };
    const isFilled = ({ data = [] }: Message) => data.some((one) => one['exec_type'] === 'filled');
    const heard = await listen(params, isFilled, () =>
      add({ ordertype: 'market', volume: '0.001' }),
    );
    expect(heard.map((message) => message['sequence'])).toEqual(heard.map((_, n) => n + 1));
    const told = heard.slice(1).flatMap(({ data = [] }) => data);
    const [pending, fresh, trade] = told;
    expect(pending).toMatchObject({ exec_type: 'pending_new', order_status: 'pending_new' });
    expect(pending).toMatchObject({ symbol: 'BTC/USDT', side: 'buy', order_qty: 0.001 });
    expect(fresh).toMatchObject({ exec_type: 'new', order_status: 'new' });
    expect(fresh).not.toHaveProperty('symbol');
    expect(trade).toMatchObject({ exec_type: 'trade', order_status: 'partially_filled' });
    expect(told.at(-1)).toMatchObject({ exec_type: 'filled', order_status: 'filled' });
    expect(told.at(-1)).not.toHaveProperty('side');
  });
});

describe('the instrument channel', () => {
  it('tells precisions, and a pair whose status changes', async () => {
    const market = simulator.venue('kraken').world.market('SOL/EUR');
    const pairsOf = (message: Message) =>
      (message.data as unknown as { pairs: Record<string, unknown>[] }).pairs;
    const heard = await listen(
      { channel: 'instrument' },
      (message) => message['type'] === 'update',
      () => market && Object.assign(market, { state: 'CancelOnly' }),
    );
    const [snapshot = {}, update = {}] = heard;
    expect(pairsOf(snapshot as Message)).toContainEqual(
      expect.objectContaining({ symbol: 'BTC/EUR', price_precision: 1, qty_precision: 8 }),
    );
    expect(pairsOf(update as Message)).toMatchObject([
      { symbol: 'SOL/EUR', status: 'cancel_only' },
    ]);
  });
});

describe('orders', () => {
  it('fill-or-kill is taken, and canceled whole when the book is too thin for it', async () => {
    const id = idOf(await add({ timeinforce: 'FOK', volume: '1' }));
    expect(await closed(id)).toMatchObject({ status: 'canceled', vol_exec: '0.00000000' });
  });

  it.each([
    [{ ordertype: 'stop-loss', type: 'sell', timeinforce: 'FOK' }, 'timeinforce'],
    [{ timeinforce: 'GTD' }, 'expiretm'],
    [{ price: '50000.05' }, 'Tick size check failed'],
    [{ deadline: new Date(Date.now() + 90_000).toISOString() }, 'deadline'],
  ])('%o is refused: %s', async (changes, said) => {
    await expect(add(changes)).rejects.toThrow(said);
  });

  it('some of them are canceled by their ids in one request', async () => {
    const ids = [idOf(await add({})), idOf(await add({ cl_ord_id: 'in-a-batch' }))];
    const answer = await client.privatePostCancelOrderBatch({ orders: [ids[0], 'in-a-batch'] });
    expect((answer as Answer).result).toEqual({ count: 2 });
    for (const id of ids) expect(await closed(id)).toMatchObject({ status: 'canceled' });
  });

  it('a trigger is amended in place', async () => {
    const waits = { type: 'sell', ordertype: 'stop-loss' };
    const id = idOf(await add({ ...waits, price: '40000' }));
    await client.privatePostAmendOrder({ txid: id, trigger_price: '39000' });
    expect(await closed(id)).toMatchObject({ stopprice: '39000.00000' });
    await client.privatePostCancelOrder({ txid: id });
  });
});

describe('the account', () => {
  it('has rates in percent for the pairs that are named', async () => {
    const { result } = (await client.privatePostTradeVolume({ pair: 'XBTUSDT,XBTEUR' })) as Answer;
    expect(result['fees']).toMatchObject({ XBTUSDT: { fee: '0.4000' }, XXBTZEUR: {} });
    expect(result['fees_maker']).toMatchObject({ XBTUSDT: { fee: '0.2500' } });
  });

  it('says what its key may do, and from where', async () => {
    const { result } = (await client.privatePostGetApiKeyInfo()) as Answer;
    expect(result['permissions']).toEqual(expect.arrayContaining(['modify-trades']));
    expect(result['permissions']).not.toContain('withdraw-funds');
    expect(result).toMatchObject({ ipAllowlist: ['127.0.0.1'], validUntil: '0' });
  });
});

describe('bars', () => {
  it('end with the one that is still open, and name the last that is not', async () => {
    const { result } = (await client.publicGetOHLC({ pair: 'LTCEUR', interval: '1' })) as Answer;
    const rows = result['XLTCZEUR'] as readonly (readonly [number])[];
    const minute = Math.floor(Date.now() / 60_000) * 60;
    expect(minute - (rows.at(-1)?.[0] ?? 0)).toBeLessThanOrEqual(60);
    expect(result['last']).toBe(rows.at(-2)?.[0]);
  });
});
