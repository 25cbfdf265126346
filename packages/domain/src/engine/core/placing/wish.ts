/** What somebody wishes as work: who may ask for it, for whom it is, and whether it makes sense at all. */
import {
  type AccountId,
  type ClientId,
  compareTimes,
  type Decimal,
  err,
  integerDigitsOf,
  mapGet,
  NUMERIC_SCALE,
  ok,
  type PersonId,
  type Result,
  scaleOf,
  signOf,
  type UtcTime,
} from '../../../kernel/index.ts';
import { limitPriceOf, type StrategyId, stopPriceOf } from '../../../risk/index.ts';
import {
  type ClOrdId,
  type PreAllocation,
  type PreAllocationId,
  sealable,
} from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { CommandRefused } from '../effect.ts';
import type { Asker, OrderWish } from '../input.ts';
import type { EngineState, OrderInMemory } from '../state.ts';
import { isInstrument } from './sight.ts';
import { HOUSE, partsOf, type Work } from './work.ts';

/** Every part is checked for every child, and every check is kept. */
const MOST_PARTS = 50;

type Refused = Result<never, CommandRefused>;
const notAllowed = (detail: string): Refused => err({ code: 'NotAllowed', detail });
const NOT_FOUND: Refused = err({ code: 'NotFound' });

/** Outsiders learn nothing of an account, not even that it is one. */
export function mayTrade({ config }: EngineState, person: PersonId, account: AccountId): boolean {
  const isAccount = mapGet(config.accounts, account) !== undefined;
  return isAccount && (mapGet(config.traders, account) ?? []).includes(person);
}

/** Of a block: every account that it is for. */
export function mayTradeOrder(
  state: EngineState,
  person: PersonId,
  { order, allocation }: OrderInMemory,
): boolean {
  const { account } = order.placement;
  if (allocation === null) return mayTrade(state, person, account);
  return allocation.pre.legs.every((leg) => mayTrade(state, person, leg.account));
}

export function workOfWish(
  draft: Draft,
  asker: Asker,
  wish: OrderWish,
): Result<Work, CommandRefused> {
  const { account } = wish.beneficiary;
  const owner = mapGet(draft.state.config.accounts, account);
  // Whom a block is for decides who may place it; that is judged leg by leg.
  const isBlock = wish.beneficiary.kind === 'Block' && owner === 'House';
  const isTheirs = isBlock || mayTrade(draft.state, asker.person, account);
  if (owner === undefined || !isTheirs) return NOT_FOUND;
  const nonsense = nonsenseOf(wish, draft.moment.at);
  if (nonsense !== null) return notAllowed(nonsense);
  const client = owner === 'House' ? HOUSE : owner;
  const clOrdId = draft.ids.next<ClOrdId>();
  const block = blockOf(draft, asker, wish, clOrdId, client);
  if (!block.ok) return block;
  const { instrument, side, orderQty, terms, timeInForce, expireTime } = wish;
  return ok({
    clOrdId,
    account,
    client,
    block: block.value,
    parts: partsOf(client, account, block.value),
    strategy: wish.strategy as StrategyId | null,
    placedBy: asker.person,
    isAutomatic: asker.apiKey !== null || wish.strategy !== null,
    instrument,
    side,
    orderQty,
    terms,
    timeInForce,
    expireTime,
    isPostOnly: wish.isPostOnly,
    isReduceOnly: wish.isReduceOnly,
    isFlattening: false,
    quantity: orderQty,
    leaves: orderQty,
    isCounted: false,
  });
}

/** Beyond any market's; within it no product of figures and rates leaves what a decimal can hold. */
const MOST_INTEGER_DIGITS = 15;

export const isFigure = (value: Decimal): boolean =>
  integerDigitsOf(value) <= MOST_INTEGER_DIGITS && scaleOf(value) <= NUMERIC_SCALE;

const weightsOf = ({ beneficiary }: OrderWish): readonly Decimal[] =>
  beneficiary.kind === 'Account' ? [] : beneficiary.rule.legs.map(({ weight }) => weight);

/** The first thing that no venue could make sense of; null: none. */
function nonsenseOf(wish: OrderWish, at: UtcTime): string | null {
  const { instrument, orderQty, terms, timeInForce, expireTime, isPostOnly } = wish;
  if (!isInstrument(instrument)) return 'NotAnInstrument';
  if (signOf(orderQty) <= 0) return 'QuantityNotPositive';
  const prices = [limitPriceOf(terms), stopPriceOf(terms)];
  if (prices.some((price) => price !== null && signOf(price) <= 0)) return 'PriceNotPositive';
  const figures = [orderQty, ...prices.filter((price) => price !== null), ...weightsOf(wish)];
  if (!figures.every(isFigure)) return 'FigureTooLargeOrTooFine';
  const isDated = timeInForce === 'GoodTillDate';
  if (isDated !== (expireTime !== null)) return 'ExpireTimeIsOfGoodTillDate';
  if (expireTime !== null && compareTimes(expireTime, at) <= 0) return 'ExpireTimeIsPast';
  const mayRest = timeInForce !== 'ImmediateOrCancel' && timeInForce !== 'FillOrKill';
  if (isPostOnly && (terms.ordType !== 'Limit' || !mayRest)) return 'PostOnlyIsOfLimitThatRests';
  return null;
}

/** Its legs are of accounts that this person may trade, each of the client that is named with it. */
function blockOf(
  { state, ids }: Draft,
  { person }: Asker,
  wish: OrderWish,
  order: ClOrdId,
  client: ClientId,
): Result<PreAllocation | null, CommandRefused> {
  const { beneficiary, instrument, side, orderQty } = wish;
  if (beneficiary.kind === 'Account') return ok(null);
  if (client !== HOUSE) return notAllowed('BlockIsOfTheHouse');
  const { legs, method, quantityScale, notionalScale } = beneficiary.rule;
  if (legs.length > MOST_PARTS) return notAllowed('TooManyLegs');
  for (const leg of legs) {
    const owner = mapGet(state.config.accounts, leg.account);
    if (owner !== leg.client || !mayTrade(state, person, leg.account)) return NOT_FOUND;
  }
  const sealed = sealable({
    id: ids.next<PreAllocationId>(),
    order,
    instrument,
    side,
    orderQty,
    method,
    legs,
    quantityScale,
    notionalScale,
    version: 1,
    reallocation: null,
  });
  return sealed.ok ? ok(sealed.value) : notAllowed(sealed.error.code);
}
