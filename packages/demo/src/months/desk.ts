/** Who sits at a desk in those months: what is asked for, changed and taken back, and by whom. */
import type { Effect, InputBody, MarketSlice } from '@ultrathink/domain/engine/core';
import { exposureOf } from '@ultrathink/domain/engine/core';
import {
  type AccountId,
  type Asset,
  add,
  addMs,
  decimal,
  mapGet,
  type PersonId,
  type Price,
  toText,
} from '@ultrathink/domain/kernel';
import { type ClOrdId, isEnded } from '@ultrathink/domain/trading';
import type { Random } from '@ultrathink/venue-simulator/past';
import type { PastClient, Purse, Wanted } from './habits.ts';
import { commandOf } from './inputs.ts';
import { type SeededIds, timeOf } from './seeded-ids.ts';
import { Traders } from './traders.ts';
import type { PastWorld } from './world.ts';

const MINUTE_MS = 60_000;
const CANCEL_AT_ONCE = 40;
const AHEAD_MS = 10 * 60 * MINUTE_MS;
const AMEND_SHARE = 0.06;

interface Open {
  readonly clOrdId: ClOrdId;
  readonly person: PersonId;
  readonly instrument: string;
  readonly untilMs: number;
}

interface DeskOptions {
  readonly clients: readonly PastClient[];
  /** In whose name blocks are placed; null: there are none. */
  readonly house: AccountId | null;
  /** Of the whole months. */
  readonly orders: number;
}

export class PastDesk {
  readonly #world: PastWorld;
  readonly #ids: SeededIds;
  readonly #random: Random;
  readonly #traders: Traders;
  #open: Open[] = [];
  #orders = 0;

  constructor(
    world: PastWorld,
    ids: SeededIds,
    { clients, house, orders }: DeskOptions,
    { days, traders }: { readonly days: Random; readonly traders: Random },
  ) {
    this.#world = world;
    this.#ids = ids;
    this.#random = days;
    this.#traders = new Traders(clients, { house, orders }, traders);
  }

  /** So many were asked for. */
  get orders(): number {
    return this.#orders;
  }

  get isWaiting(): boolean {
    return this.#open.length > 0;
  }

  /** So many, within seconds of each other. */
  ask(orders: number, atMs: number): void {
    let placeMs = atMs + 200;
    for (let n = 0; n < orders; n += 1) {
      placeMs += 120 + Math.floor(700 * this.#random.unit());
      this.#world.queue.later(placeMs, (now) => this.#place(now));
    }
  }

  #place(atMs: number): void {
    this.#world.markWhereOld(atMs);
    const at = timeOf(atMs);
    const expires = (afterMs: number) => addMs(at, Math.max(MINUTE_MS, Math.round(afterMs)));
    const wanted = this.#traders.next(this.#purse(atMs), at, expires);
    if (wanted === null) return;
    this.#orders += 1;
    const { wish, person } = wanted;
    const slice = this.#world.books.slice(wish.instrument, atMs);
    const effects = this.#command(person, { act: 'PlaceOrder', wish }, atMs, slice);
    for (const effect of effects) {
      if (effect.kind !== 'Answer' || effect.answer.kind !== 'OrderDecided') continue;
      const { decision } = effect.answer;
      if (decision.verdict === 'Placed') this.#remember(decision.clOrdId, wanted, atMs);
    }
  }

  #remember(clOrdId: ClOrdId, { wish, person, patienceMs }: Wanted, atMs: number): void {
    if (patienceMs === 0) return;
    const { instrument } = wish;
    this.#open.push({ clOrdId, person, instrument, untilMs: atMs + patienceMs });
    if (
      wish.beneficiary.kind === 'Account' &&
      this.#random.unit() < AMEND_SHARE &&
      wish.terms.ordType === 'Limit'
    ) {
      const price = decimal(toText(wish.terms.price)) as Price;
      this.#world.queue.later(atMs + 2_500, (now) => {
        const order = mapGet(this.#world.state.orders, clOrdId)?.order;
        if (order === undefined || isEnded(order.ordStatus)) return;
        const orderQty = add(wish.orderQty, wish.orderQty) as typeof wish.orderQty;
        const act = { act: 'AmendOrder', clOrdId, orderQty, price, stopPx: null } as const;
        this.#command(person, act, now, this.#world.books.slice(instrument, now));
      });
    }
  }

  #command(
    person: PersonId,
    act: Extract<InputBody, { kind: 'Command' }>['act'],
    atMs: number,
    slice: MarketSlice,
  ): readonly Effect[] {
    const body = commandOf(this.#ids, person, act, atMs);
    return this.#world.give(body, atMs, slice);
  }

  /** What somebody has no patience with any more. */
  takeBack(atMs: number, isDue: (one: Open) => boolean): void {
    let left = CANCEL_AT_ONCE;
    this.#open = this.#open.filter((one) => {
      const order = mapGet(this.#world.state.orders, one.clOrdId)?.order;
      if (order === undefined || isEnded(order.ordStatus)) return false;
      if (!isDue(one) || left === 0) return true;
      left -= 1;
      const { clOrdId, person, instrument } = one;
      this.#command(
        person,
        { act: 'CancelOrder', clOrdId },
        atMs,
        this.#world.books.slice(instrument, atMs),
      );
      return false;
    });
  }

  #purse(atMs: number): Purse {
    const { risk } = this.#world.state;
    return {
      has: (account, asset) =>
        Number(toText(exposureOf(risk, 'account', account, asset as Asset).position)),
      usd: (asset) => this.#world.books.usd(asset, atMs),
      mid: (instrument) => this.#world.books.mid(instrument, atMs),
      ahead: (asset) =>
        this.#world.books.usd(asset, atMs + AHEAD_MS) / this.#world.books.usd(asset, atMs) - 1,
    };
  }
}
