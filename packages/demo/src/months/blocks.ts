/** One order for several clients of a desk, by a rule that stands before it is placed. */
import type { OrderWish } from '@ultrathink/domain/engine/core';
import {
  type AccountId,
  type ClientId,
  decimal,
  type PersonId,
  type Price,
  type Quantity,
} from '@ultrathink/domain/kernel';
import type { InstrumentId, Side } from '@ultrathink/domain/market-data';
import type { Random } from '@ultrathink/venue-simulator/past';
import {
  COINS,
  habitOf,
  type PastClient,
  PRICE_PLACES,
  type Purse,
  quantityOf,
  up,
  type Wanted,
} from './habits.ts';

/** To the satoshi, in both assets, as the platform divides. */
const SCALE = 8;
const LEAST_LEGS = 2;
const MOST_LEGS = 4;
/** Of what an account has in the asset that it gives: each venue has a part of it alone. */
const MOST_SHARE = 0.06;
const LEAST_USD = 150;
const HOUR_MS = 3_600_000;

interface Leg {
  readonly client: ClientId;
  readonly account: AccountId;
  /** US dollars that it would take. */
  readonly usd: number;
}

export class BlockMaker {
  readonly #house: AccountId;
  readonly #clients: readonly PastClient[];
  readonly #random: Random;
  /** Who trades for more than one of them. */
  readonly #people: readonly PersonId[];
  #made = 0;

  constructor(house: AccountId, clients: readonly PastClient[], random: Random) {
    this.#house = house;
    this.#clients = clients;
    this.#random = random;
    const counted = new Map<PersonId, number>();
    for (const person of clients.flatMap(({ traders }) => traders)) {
      counted.set(person, (counted.get(person) ?? 0) + 1);
    }
    this.#people = [...counted].flatMap(([person, n]) => (n >= LEAST_LEGS ? [person] : []));
  }

  /** Null where too few of them have what it takes. */
  next(purse: Purse): Wanted | null {
    const random = this.#random;
    const person = this.#people[random.whole(Math.max(1, this.#people.length))];
    if (person === undefined) return null;
    const coin = COINS[random.whole(COINS.length)] ?? 'BTC';
    const quote = random.unit() < 0.5 ? 'USDT' : 'EUR';
    const side: Side = random.unit() < 0.55 ? 'Buy' : 'Sell';
    const legs = this.#legsOf(person, side === 'Buy' ? quote : coin, purse);
    if (legs.length < LEAST_LEGS) return null;
    const usd = legs.reduce((sum, leg) => sum + leg.usd, 0);
    const orderQty = quantityOf(random, coin, usd / purse.usd(coin));
    const instrument = `${coin}/${quote}` as InstrumentId;
    return this.#wanted({ person, instrument, coin, side, orderQty, legs, purse });
  }

  /** Accounts that this person trades for, each with as much as it can give. */
  #legsOf(person: PersonId, given: string, purse: Purse): readonly Leg[] {
    const most = LEAST_LEGS + this.#random.whole(MOST_LEGS - LEAST_LEGS + 1);
    const first = this.#random.whole(this.#clients.length);
    const turned = [...this.#clients.slice(first), ...this.#clients.slice(0, first)];
    return turned
      .flatMap((client): Leg[] => {
        const [account] = client.accounts;
        // A retail client trades plain orders of its own.
        const isPlain = habitOf(client).isPlain === true;
        if (account === undefined || isPlain || !client.traders.includes(person)) return [];
        const usd = purse.has(account, given) * purse.usd(given) * MOST_SHARE;
        return usd < LEAST_USD ? [] : [{ client: client.id, account, usd }];
      })
      .slice(0, most);
  }

  #wanted({
    person,
    instrument,
    coin,
    side,
    orderQty,
    legs,
    purse,
  }: {
    readonly person: PersonId;
    readonly instrument: InstrumentId;
    readonly coin: string;
    readonly side: Side;
    readonly orderQty: Quantity;
    readonly legs: readonly Leg[];
    readonly purse: Purse;
  }): Wanted {
    const [random, nth] = [this.#random, this.#made];
    this.#made += 1;
    // Most are to be done now; some wait at a price for hours.
    const isPatient = nth % 4 === 3;
    const away = isPatient ? -(0.001 + 0.006 * random.unit()) : 0.002;
    const price = purse.mid(instrument) * (1 + up(side) * away);
    const isMarket = nth % 5 === 1;
    const wish: OrderWish = {
      beneficiary: { kind: 'Block', account: this.#house, rule: ruleOf(legs, nth) },
      strategy: null,
      instrument,
      side,
      orderQty,
      terms: isMarket
        ? { ordType: 'Market' }
        : { ordType: 'Limit', price: decimal(price.toFixed(PRICE_PLACES[coin] ?? 2)) as Price },
      timeInForce: isMarket ? 'ImmediateOrCancel' : 'GoodTillCancel',
      expireTime: null,
      isPostOnly: false,
      isReduceOnly: false,
    };
    return { wish, person, patienceMs: isMarket ? 0 : HOUR_MS * (isPatient ? 16 : 3) };
  }
}

/** By what each can give, or by whole percents of it. */
function ruleOf(legs: readonly Leg[], nth: number) {
  const isByPercent = nth % 3 === 2;
  const total = legs.reduce((sum, { usd }) => sum + usd, 0);
  const parts = legs.map(({ usd }) => Math.max(1, Math.floor((100 * usd) / total)));
  const rest = 100 - parts.reduce((sum, part) => sum + part, 0);
  return {
    method: isByPercent ? ('Percentage' as const) : ('ProRata' as const),
    legs: legs.map(({ client, account, usd }, n) => {
      const percents = (parts[n] ?? 0) + (n === 0 ? rest : 0);
      const weight = isByPercent ? percents : Math.max(1, Math.round(usd / 100));
      return { client, account, weight: decimal(String(weight)) };
    }),
    quantityScale: SCALE,
    notionalScale: SCALE,
  };
}
