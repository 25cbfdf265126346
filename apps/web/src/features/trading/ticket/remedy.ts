/**
 * What would have to change for a refused order to pass: computed from the limit and the actual of each
 * check that refuses. It is a proposal; the engine judges it again as soon as it stands in the ticket.
 */
import {
  add,
  type Decimal,
  decimal,
  divide,
  isZero,
  least,
  multiply,
  ONE,
  parseDecimal,
  signOf,
  subtract,
  toText,
} from '@ultrathink/domain/kernel';
import type { Check, Decision } from '../model.ts';
import type { Draft } from './draft.ts';

export interface Remedy {
  /** The nearest price that passes, on the tick. */
  readonly price: string | null;
  /** The most that passes, in whole lots; `0` where nothing does. */
  readonly quantity: string | null;
  /** Whether every refusal is answered by it. */
  readonly isWhole: boolean;
}

export const refusesOf = (decision: Decision): readonly Check[] =>
  decision.decisions
    .flatMap(({ checks }) => checks)
    .filter(({ verdict }) => verdict === 'Refuse' || verdict === 'CannotTell');

/** What is measured grows with the order alone. */
const SHARE: ReadonlySet<string> = new Set([
  'OrderValue',
  'FatFingerValue',
  'FatFingerVolume',
  'FatFingerMedian',
  'FreeBalance',
  'DailyVolumeShare',
]);
/** In US dollars: what is held already, and the order's value besides. */
const SUM: ReadonlySet<string> = new Set([
  'Position',
  'GrossExposure',
  'NetExposure',
  'VenueCounterparty',
]);

/** Valued by prices that move on while the order is written: what passes now has to pass then too. */
const VALUED: ReadonlySet<string> = new Set(['OrderValue', 'FatFingerValue', ...SUM]);
/** So much of such a limit is offered. */
const OFFERED = decimal('0.998');

const SCALE = 18;
const read = (text: string | null): Decimal | null => {
  const parsed = text === null ? null : parseDecimal(text);
  return parsed?.ok === true ? parsed.value : null;
};

interface Steps {
  readonly lot: string;
  readonly tick: string;
}

/** @param routed what venues can have together, where that is less than the order */
export function remedyOf(
  decision: Decision,
  draft: Draft,
  { lot, tick }: Steps,
  routed: string | null = null,
): Remedy | null {
  const refused = refusesOf(decision);
  const orderQty = read(draft.orderQty);
  if (isUnrouted(decision)) return routedRemedy(read(routed), lot);
  if (refused.length === 0 || orderQty === null || isZero(orderQty)) return null;
  const worth = worthOf(decision, orderQty);
  let [most, price, answered]: [Decimal | null, Decimal | null, number] = [null, null, 0];
  for (const check of refused) {
    // Money lies at each venue apart: what one of them lacks says nothing of all.
    const together = check.code === 'FreeBalance' ? read(routed) : null;
    const passing = together ?? mostOf(check, orderQty, worth);
    const priced = passing === null ? priceOf(check, draft, read(tick)) : null;
    if (passing !== null) most = most === null ? passing : least(most, passing);
    if (priced !== null) price = priced;
    if (passing !== null || priced !== null) answered += 1;
  }
  if (answered === 0) return null;
  return {
    price: price === null ? null : toText(price),
    quantity: most === null ? null : onStep(most, read(lot) ?? ONE, 'Down'),
    isWhole: answered === refused.length,
  };
}

const isUnrouted = ({ rejection }: Decision): boolean =>
  rejection?.by === 'Engine' && rejection.reason.code === 'NoRoute';

/** What venues can have together; null where they can have nothing of it. */
function routedRemedy(routed: Decimal | null, lot: string): Remedy | null {
  if (routed === null || signOf(routed) <= 0) return null;
  const quantity = onStep(routed, read(lot) ?? ONE, 'Down');
  return quantity === '0' ? null : { price: null, quantity, isWhole: true };
}

/** What one unit is worth in US dollars, as the checks have it. */
function worthOf(decision: Decision, orderQty: Decimal): Decimal | null {
  const checks = decision.decisions.flatMap((one) => one.checks);
  const value = read(checks.find(({ code }) => code === 'OrderValue')?.actual ?? null);
  return value === null || isZero(value) ? null : divide(value, orderQty, SCALE, 'Up');
}

function mostOf(check: Check, orderQty: Decimal, worth: Decimal | null): Decimal | null {
  const { code, words } = check;
  const [bound, actual] = [read(check.limit), read(check.actual)];
  if (code === 'Terms') {
    const rule = words['rule'];
    return rule === 'QuantityTooLarge' || rule === 'QuantityTooSmall' ? bound : null;
  }
  if (bound === null || actual === null || signOf(actual) <= 0) return null;
  const limit = VALUED.has(code) ? multiply(bound, OFFERED) : bound;
  if (SHARE.has(code)) return divide(multiply(orderQty, limit), actual, SCALE, 'Down');
  if (!SUM.has(code) || worth === null) return null;
  const over = divide(subtract(actual, limit), worth, SCALE, 'Up');
  const left = subtract(orderQty, over);
  return signOf(left) > 0 ? left : decimal('0');
}

/** The end of the collar on the order's side, found back from the price and how far off it is. */
function priceOf(check: Check, { side, price }: Draft, tick: Decimal | null): Decimal | null {
  const own = read(price);
  if (own === null || tick === null || isZero(tick)) return null;
  const [limit, actual] = [read(check.limit), read(check.actual)];
  if (check.code === 'Terms') {
    const isOff = check.words['rule'] === 'PriceNotOnTick' && limit !== null;
    return isOff ? decimal(onStep(own, limit, 'HalfEven')) : null;
  }
  if (check.code !== 'PriceCollar' || limit === null || actual === null) return null;
  const off = side === 'Buy' ? add(ONE, actual) : subtract(ONE, actual);
  if (signOf(off) <= 0) return null;
  const from = divide(own, off, SCALE, 'HalfEven');
  const end = multiply(from, side === 'Buy' ? add(ONE, limit) : subtract(ONE, limit));
  return decimal(onStep(end, tick, side === 'Buy' ? 'Down' : 'Up'));
}

const onStep = (value: Decimal, step: Decimal, mode: 'Down' | 'Up' | 'HalfEven'): string =>
  toText(multiply(divide(value, step, 0, mode), step));
