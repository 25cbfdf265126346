/** What each client's people asked for in those months: how often, how much, and in which way. */
import type { OrderWish } from '@ultrathink/domain/engine/core';
import {
  type AccountId,
  decimal,
  type PersonId,
  type Price,
  type Quantity,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { InstrumentId, Side } from '@ultrathink/domain/market-data';
import type { OrderTerms, TimeInForce } from '@ultrathink/domain/trading';
import type { Random } from '@ultrathink/venue-simulator/past';
import { BlockMaker } from './blocks.ts';
import {
  COINS,
  type Habit,
  habitOf,
  type PastClient,
  PRICE_PLACES,
  type Purse,
  picked,
  quantityOf,
  up,
  type Wanted,
} from './habits.ts';
import { Strategies } from './strategies.ts';

const RESTRICTED = 'DOGE/USDT';
const SPREAD = 0.7;
const LEAST_USD = 60;
/** Once in a while a client moves what one venue's book does not have. */
const LARGE_SHARE = 0.06;
const LARGER = 7;
/** How far it moves somebody: not every trade of people who trade for a living loses its fees. */
const FEELING = 0.2;
const HOUR_MS = 3_600_000;

interface Style {
  readonly weight: number;
  readonly terms: (
    side: Side,
    mid: number,
    away: number,
    place: (px: number) => Price,
  ) => OrderTerms;
  readonly timeInForce: TimeInForce;
  readonly isPostOnly?: boolean;
  readonly isPlain?: boolean;
  readonly hours?: number;
}

const market = (): OrderTerms => ({ ordType: 'Market' });
/** Through the other side by some basis points: it trades at once, and no further. */
const marketable: Style['terms'] = (side, mid, away, place) => {
  return { ordType: 'Limit', price: place(mid * (1 + up(side) * (0.0008 + away / 8))) };
};
const passive: Style['terms'] = (side, mid, away, place) => {
  return { ordType: 'Limit', price: place(mid * (1 - up(side) * (0.0015 + away))) };
};

const STYLES: readonly Style[] = [
  { weight: 22, terms: market, timeInForce: 'ImmediateOrCancel', isPlain: true },
  { weight: 24, terms: marketable, timeInForce: 'GoodTillCancel', isPlain: true, hours: 6 },
  { weight: 12, terms: marketable, timeInForce: 'ImmediateOrCancel' },
  { weight: 5, terms: marketable, timeInForce: 'FillOrKill' },
  { weight: 14, terms: passive, timeInForce: 'Day', isPlain: true, hours: 20 },
  { weight: 10, terms: passive, timeInForce: 'GoodTillCancel', hours: 30 },
  { weight: 4, terms: passive, timeInForce: 'GoodTillCancel', isPostOnly: true, hours: 10 },
  { weight: 2, terms: passive, timeInForce: 'GoodTillDate', hours: 40 },
  {
    weight: 4,
    terms: (side, mid, away, place) => {
      return { ordType: 'Stop', stopPx: place(mid * (1 + up(side) * (0.006 + away))) };
    },
    timeInForce: 'GoodTillCancel',
    hours: 48,
  },
  {
    weight: 1.5,
    terms: (side, mid, away, place) => ({
      ordType: 'StopLimit',
      stopPx: place(mid * (1 + up(side) * (0.006 + away))),
      price: place(mid * (1 + up(side) * (0.011 + away))),
    }),
    timeInForce: 'GoodTillCancel',
    hours: 48,
  },
  {
    weight: 1.5,
    terms: (side, mid, away, place) => {
      return { ordType: 'MarketIfTouched', stopPx: place(mid * (1 - up(side) * (0.008 + away))) };
    },
    timeInForce: 'GoodTillCancel',
    hours: 48,
  },
  {
    weight: 1.5,
    terms: (side, mid, away, place) => ({
      ordType: 'LimitIfTouched',
      stopPx: place(mid * (1 - up(side) * (0.006 + away))),
      price: place(mid * (1 - up(side) * (0.004 + away))),
    }),
    timeInForce: 'GoodTillCancel',
    hours: 48,
  },
];

/** One order in so many is for several clients at once, and the first of them comes early. */
const BLOCK_EVERY = 60;
const FIRST_BLOCK = 12;

export class Traders {
  readonly #clients: readonly PastClient[];
  readonly #random: Random;
  readonly #blocks: BlockMaker | null;
  readonly #strategies: Strategies;
  #asked = 0;

  /** @param orders of the whole months */
  constructor(
    clients: readonly PastClient[],
    { house, orders }: { readonly house: AccountId | null; readonly orders: number },
    random: Random,
  ) {
    this.#clients = clients;
    this.#random = random;
    this.#blocks = house === null ? null : new BlockMaker(house, clients, random.fork('blocks'));
    this.#strategies = new Strategies(orders);
  }

  /** Null: whoever looked had nothing to do. */
  next(purse: Purse, at: UtcTime, expires: (afterMs: number) => UtcTime): Wanted | null {
    this.#asked += 1;
    const isBlock = this.#asked % BLOCK_EVERY === FIRST_BLOCK;
    const block = isBlock ? this.#blocks?.next(purse) : null;
    return block ?? this.#ofOne(purse, at, expires);
  }

  #ofOne(purse: Purse, at: UtcTime, expires: (afterMs: number) => UtcTime): Wanted | null {
    const random = this.#random;
    const client = picked(random, this.#clients, (one) => habitOf(one).weight);
    const habit = habitOf(client);
    const account = client.accounts[random.unit() < 0.75 ? 0 : client.accounts.length - 1];
    const person = client.traders[random.whole(client.traders.length)];
    if (account === undefined || person === undefined || at === undefined) return null;
    const slip = random.unit();
    if (slip < 0.004) return this.#restricted(account, person, purse);
    const named = COINS[random.whole(COINS.length)] ?? 'BTC';
    const quote = habit.quotes[random.unit() < 0.6 ? 0 : habit.quotes.length - 1] ?? 'USDT';
    // No venue of these lists it against dollars.
    const coin = named === 'SOL' && quote === 'USD' ? 'ETH' : named;
    const side = this.#sideOf(account, habit, purse, coin);
    const usd = this.#sizeOf(account, habit, { coin, quote, side, purse });
    if (usd === null) return null;
    const styles = habit.isPlain === true ? STYLES.filter(({ isPlain }) => isPlain) : STYLES;
    const style = picked(random, styles, ({ weight }) => weight);
    const instrument = `${coin}/${quote}`;
    const mid = purse.mid(instrument);
    const places = PRICE_PLACES[coin] ?? 2;
    const place = (px: number) => decimal(px.toFixed(places)) as Price;
    // Somebody means 92,000 and writes 82,000.
    const meant = slip < 0.01 && style.terms === marketable ? mid * (1 + up(side) * 0.09) : mid;
    const away = 0.012 * random.unit();
    const patienceMs = (style.hours ?? 0) * HOUR_MS * (0.2 + random.unit());
    const isDated = style.timeInForce === 'GoodTillDate';
    const wish: OrderWish = {
      beneficiary: { kind: 'Account', account },
      strategy: this.#strategies.next(client.name),
      instrument: instrument as InstrumentId,
      side,
      orderQty: quantityOf(random, coin, usd / purse.usd(coin)),
      terms: style.terms(side, meant, away, place),
      timeInForce: style.timeInForce,
      expireTime: isDated ? expires(patienceMs) : null,
      isPostOnly: style.isPostOnly === true,
      isReduceOnly: false,
    };
    return { wish, person, patienceMs };
  }

  /** Refused: the firm may not trade it now. */
  #restricted(account: AccountId, person: PersonId, purse: Purse): Wanted {
    const orderQty = decimal(String(500 + 100 * this.#random.whole(40))) as Quantity;
    const price = decimal(purse.mid(RESTRICTED).toFixed(5)) as Price;
    const wish: OrderWish = {
      beneficiary: { kind: 'Account', account },
      strategy: null,
      instrument: RESTRICTED as InstrumentId,
      side: 'Buy',
      orderQty,
      terms: { ordType: 'Limit', price },
      timeInForce: 'GoodTillCancel',
      expireTime: null,
      isPostOnly: false,
      isReduceOnly: false,
    };
    return { wish, person, patienceMs: 0 };
  }

  /** Back towards what the client wants to have in coins. */
  #sideOf(account: AccountId, { share }: Habit, purse: Purse, coin: string): Side {
    const { has, usd, ahead } = purse;
    const worth = (assets: readonly string[]) =>
      assets.reduce((sum, asset) => sum + has(account, asset) * usd(asset), 0);
    const [coins, cash] = [worth(['BTC', 'ETH', 'SOL']), worth(['USD', 'USDT', 'EUR'])];
    const lacks = share - coins / Math.max(1, coins + cash);
    const feeling = Math.max(-FEELING, Math.min(FEELING, ahead(coin) * 12));
    const buys = 0.5 + Math.max(-0.42, Math.min(0.42, lacks * 4)) + feeling;
    return this.#random.unit() < buys ? 'Buy' : 'Sell';
  }

  #sizeOf(
    account: AccountId,
    { size }: Habit,
    {
      coin,
      quote,
      side,
      purse,
    }: {
      readonly coin: string;
      readonly quote: string;
      readonly side: Side;
      readonly purse: Purse;
    },
  ): number | null {
    const spent = side === 'Buy' ? quote : coin;
    const isLarge = this.#random.unit() < LARGE_SHARE;
    const most = purse.has(account, spent) * purse.usd(spent) * (isLarge ? 0.3 : 0.12);
    const wanted = size * (isLarge ? LARGER : 1) * Math.exp(SPREAD * this.#random.normal());
    // Once in a while somebody wants more than he may.
    const usd = this.#random.unit() < 0.002 ? 300_000 : Math.min(wanted, most);
    return usd < LEAST_USD ? null : usd;
  }
}
