/**
 * The other people of a market, as they were once: levels and trades from a recording. Whoever rests in
 * their way is met as he would have been; what the recording has at a level is laid there anew each
 * time that it says so.
 */
import type { Fixed } from '../kernel/fixed.ts';
import {
  BACKGROUND,
  type Market,
  type OrderRequest,
  type Report,
  type Side,
} from '../matching/index.ts';

type Row = readonly [side: Side, price: Fixed, qty: Fixed];

export class ReplayedLiquidity {
  readonly #market: Market;
  readonly #orders = new Map<string, number>();

  constructor(market: Market) {
    this.#market = market;
  }

  /** First all that goes, then what comes: else a book that moved would meet itself. */
  lay(levels: readonly Row[], at: number): Report[] {
    const gone = levels.flatMap(([side, price]) => this.#take(side, price, at));
    const come = levels.flatMap((row) => (row[2] === 0n ? [] : this.#put(row, at)));
    return [...gone, ...come];
  }

  /** Whoever stands there is filled; what nobody stands for any more is a print alone. */
  trade([side, price, qty]: Row, at: number): Report[] {
    const request = requestOf(this.#market, [side, price, qty], 'ImmediateOrCancel');
    return [...this.#market.submit(request, at), ...this.#market.print(price, at)];
  }

  #take(side: Side, price: Fixed, at: number): Report[] {
    const key = `${side}${price}`;
    const id = this.#orders.get(key);
    this.#orders.delete(key);
    return id === undefined ? [] : this.#market.cancel(id, 'User', at);
  }

  #put(row: Row, at: number): Report[] {
    const [side, price] = row;
    const reports = this.#market.submit(requestOf(this.#market, row, 'GoodTillCancel'), at);
    const [first] = reports;
    if (first?.kind === 'New') this.#orders.set(`${side}${price}`, first.order.id);
    return reports;
  }
}

function requestOf(
  { instrument }: Market,
  [side, price, qty]: Row,
  timeInForce: OrderRequest['timeInForce'],
): OrderRequest {
  return {
    owner: BACKGROUND,
    clientId: null,
    instrument: instrument.id,
    side,
    type: 'Limit',
    qty,
    quoteQty: null,
    price,
    stopPrice: null,
    timeInForce,
    expiresAt: null,
    postOnly: false,
    selfTrade: 'CancelTaker',
  };
}
