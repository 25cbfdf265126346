/** A venue that keeps what is true and tells it late, twice, in any order or not at all. For tests. */
import {
  type Asset,
  add,
  addMs,
  type Decimal,
  decimal,
  equals,
  least,
  type Quantity,
  signOf,
  subtract,
  ZERO,
} from '../../../kernel/index.ts';
import { notionalOf } from '../../../ledger/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import type { ClOrdId, OrderReport, VenueFill } from '../../../trading/index.ts';
import type { Effect } from '../effect.ts';
import type { InputBody } from '../input.ts';
import { BTC, dec, px, USD } from '../samples.ts';
import type { Rig } from './samples.ts';

interface TrueOrder {
  readonly clOrdId: ClOrdId;
  readonly account: VenueAccountId;
  readonly orderQty: Quantity;
  readonly side: 'Buy' | 'Sell';
  /** As it was told first. */
  readonly base: OrderReport;
  cumQty: Decimal;
  ordStatus: OrderReport['ordStatus'];
}

type Ask = Extract<Effect, { kind: 'AskVenue' }>;
type Submit = Extract<Effect, { kind: 'SubmitOrder' }>;
type Cancel = Extract<Effect, { kind: 'CancelOrder' }>;
type Fate = 'Told' | 'Lost' | 'NeverThere' | 'Refused' | 'NotSent' | 'Silent';
export const FATES: readonly Fate[] = [
  'Told',
  'Lost',
  'NeverThere',
  'Refused',
  'NotSent',
  'Silent',
];

const UNCONFIRMED = { kind: 'Unconfirmed', detail: 'lost' } as const;
const FEE = decimal('0.01');

export class VenueTwin {
  readonly rig: Rig;
  readonly orders = new Map<ClOrdId, TrueOrder>();
  readonly fills: (readonly [VenueAccountId, VenueFill])[] = [];
  readonly owners: ClOrdId[] = [];
  readonly submits: Submit[] = [];
  readonly cancels: Cancel[] = [];
  readonly asks: { readonly ask: Ask; readonly askedMs: number }[] = [];
  readonly messages: InputBody[] = [];
  submitted = 0;
  #seen = 0;

  constructor(rig: Rig) {
    this.rig = rig;
  }

  /** Takes what the engine sent since it was last looked at. */
  look(): void {
    const { effects, ms } = this.rig;
    for (const effect of effects.slice(this.#seen)) {
      if (effect.kind === 'SubmitOrder') {
        this.submits.push(effect);
        this.submitted += 1;
      }
      if (effect.kind === 'CancelOrder') this.cancels.push(effect);
      if (effect.kind === 'AskVenue') this.asks.push({ ask: effect, askedMs: ms });
    }
    this.#seen = effects.length;
  }

  reportOf({ base, cumQty, ordStatus }: TrueOrder): OrderReport {
    return { ...base, cumQty, ordStatus, avgPx: signOf(cumQty) === 0 ? null : px('100') };
  }

  /** A request arrives, or does not, and is answered or not. */
  arrive(pick: number, fate: Fate): void {
    const [submit] = this.submits.splice(pick % Math.max(this.submits.length, 1), 1);
    if (submit === undefined) return;
    const { clOrdId, orderQty, side } = submit.order;
    const isThere = fate === 'Told' || fate === 'Lost' || fate === 'Silent';
    if (isThere) {
      const order: TrueOrder = {
        ...{ clOrdId, account: submit.venueAccount, orderQty, side },
        ...{ base: this.rig.report(clOrdId), cumQty: ZERO, ordStatus: 'New' },
      };
      if (this.orders.has(clOrdId)) throw new Error('I2: one intent, one venue order.');
      this.orders.set(clOrdId, order);
    }
    this.#answer(clOrdId, fate);
  }

  #answer(clOrdId: ClOrdId, fate: Fate): void {
    const { rig } = this;
    const orderId = `venue-${clOrdId.slice(-6)}`;
    if (fate === 'Told') {
      rig.sent(clOrdId, { kind: 'Accepted', orderId, report: null, fills: [] });
    } else if (fate === 'Refused') {
      const [reason, code, text] = ['MarketClosed', '1', 'closed'];
      rig.sent(clOrdId, { kind: 'RejectedProven', reason, code, text });
    } else if (fate === 'NotSent') {
      rig.sent(clOrdId, { kind: 'NotSent', code: 'ConnectFailed', detail: '' });
    } else if (fate !== 'Silent') {
      rig.sent(clOrdId, UNCONFIRMED);
    }
  }

  trade(pick: number, size: number, isNamed: boolean): void {
    const open = [...this.orders.values()].filter(({ ordStatus }) => ordStatus === 'New');
    const order = open[pick % Math.max(open.length, 1)];
    if (order === undefined) return;
    const rest = subtract(order.orderQty, order.cumQty);
    const lastQty = least(rest, dec(String(size))) as Quantity;
    const { base, side, clOrdId } = order;
    const fill: VenueFill = {
      execId: `true-${this.fills.length}`,
      orderId: base.orderId,
      clOrdId: isNamed ? clOrdId : null,
      instrument: base.instrument,
      side,
      lastQty,
      lastPx: px('100'),
      fee: { amount: FEE, asset: this.fills.length % 3 === 1 ? BTC : USD },
      isMaker: null,
      at: this.rig.at(),
    };
    order.cumQty = add(order.cumQty, lastQty);
    if (equals(order.cumQty, order.orderQty)) order.ordStatus = 'Filled';
    this.fills.push([order.account, fill]);
    this.owners.push(clOrdId);
    // Some are reported before their fee is known, and have it in every list.
    const told = this.fills.length % 4 === 2 ? { ...fill, fee: null } : fill;
    this.messages.push({ kind: 'FillReported', venueAccount: order.account, fill: told });
    this.#report(order);
  }

  #report(order: TrueOrder): void {
    const report = this.reportOf(order);
    this.messages.push({ kind: 'OrderReported', venueAccount: order.account, report });
  }

  cancel(pick: number, isTold: boolean): void {
    const [cancel] = this.cancels.splice(pick % Math.max(this.cancels.length, 1), 1);
    if (cancel === undefined) return;
    const order = this.orders.get(cancel.order.clOrdId);
    const isOpen = order?.ordStatus === 'New';
    if (order !== undefined && isOpen) {
      order.ordStatus = 'Canceled';
      this.#report(order);
    }
    const { clOrdId } = cancel.order;
    if (!isTold) {
      this.rig.sent(clOrdId, UNCONFIRMED, 'Cancel');
    } else if (isOpen && order !== undefined) {
      const report = this.reportOf(order);
      this.rig.sent(clOrdId, { kind: 'Accepted', orderId: null, report, fills: [] }, 'Cancel');
    } else {
      const [reason, code, text] = ['UnknownOrder', '-2011', 'unknown'];
      this.rig.sent(clOrdId, { kind: 'RejectedProven', reason, code, text }, 'Cancel');
    }
  }

  /** @param isKept it comes again later. */
  deliver(pick: number, isKept: boolean): void {
    const at = pick % Math.max(this.messages.length, 1);
    const message = this.messages[at];
    if (message === undefined) return;
    if (!isKept) this.messages.splice(at, 1);
    this.rig.give(message);
  }

  answer(pick: number, isTold: boolean): void {
    const [asked] = this.asks.splice(pick % Math.max(this.asks.length, 1), 1);
    if (asked === undefined) return;
    const { ask, askedMs } = asked;
    const { request, venueAccount, question, order } = ask;
    const { clOrdId } = order;
    const found = this.orders.get(clOrdId);
    const told = {
      Order: { question: 'Order', report: found === undefined ? null : this.reportOf(found) },
      Fills: { question: 'Fills', fills: this.fillsAt(venueAccount) },
      Balances: { question: 'Balances', balances: this.balancesAt(venueAccount) },
    } as const;
    const answer = isTold ? told[question] : null;
    this.rig.give({ kind: 'Answered', clOrdId, request, askedMs, answer, evidence: null });
  }

  /** Each with the order that it truly is of. */
  trueFills(): readonly string[] {
    return this.fills.map(([, { execId }], n) => `${execId} of ${this.owners[n] ?? ''}`);
  }

  fillsAt(venueAccount: VenueAccountId): readonly VenueFill[] {
    return this.fills.flatMap(([there, fill]) => (there === venueAccount ? [fill] : []));
  }

  /** Two clients began there with a million dollars and a thousand bitcoin each. */
  balancesAt(venueAccount: VenueAccountId) {
    let [btc, usd] = [dec('2000'), dec('2000000')];
    for (const { side, lastQty, lastPx, fee } of this.fillsAt(venueAccount)) {
      const notional = notionalOf(lastQty, lastPx);
      const [into, out] = side === 'Buy' ? [lastQty, notional] : [notional, lastQty];
      btc = side === 'Buy' ? add(btc, into) : subtract(btc, out);
      usd = side === 'Buy' ? subtract(usd, out) : add(usd, into);
      if (fee?.asset === BTC) btc = subtract(btc, fee.amount);
      else usd = subtract(usd, fee?.amount ?? ZERO);
    }
    const totals: readonly (readonly [Asset, Decimal])[] = [
      [BTC, btc],
      [USD, usd],
    ];
    return totals.map(([asset, total]) => ({ asset, total, held: ZERO }));
  }

  snapshot(venueAccount: VenueAccountId): void {
    const all = [...this.orders.values()].filter(({ account }) => account === venueAccount);
    const reports = all.map((order) => this.reportOf(order));
    this.rig.snapshot(venueAccount, {
      openOrders: reports.filter(({ ordStatus }) => ordStatus === 'New'),
      closedOrders: reports.filter(({ ordStatus }) => ordStatus !== 'New'),
      fills: this.fillsAt(venueAccount),
      balances: this.balancesAt(venueAccount),
      since: addMs(this.rig.at(), -3_600_000),
    });
  }
}
