/** The same order again: by its id, or by all that it says, within the limit's milliseconds. */
import { decimal, equals, lessThan } from '../../kernel/index.ts';
import { type Check, cannotTell, checkOf, type OrderTerms } from '../../trading/index.ts';
import { limitPriceOf, type SentOrder, type Subject, stopPriceOf, wholeOf } from '../facts.ts';

const samePrice = (a: ReturnType<typeof limitPriceOf>, b: ReturnType<typeof limitPriceOf>) =>
  a === null || b === null ? a === b : equals(a, b);

const sameTerms = (a: OrderTerms, b: OrderTerms) =>
  a.ordType === b.ordType &&
  samePrice(limitPriceOf(a), limitPriceOf(b)) &&
  samePrice(stopPriceOf(a), stopPriceOf(b));

function saysTheSame({ order, facts }: Subject, sent: SentOrder): boolean {
  const { orderQty, terms } = wholeOf(order, facts);
  return (
    sent.account === order.account &&
    sent.instrument === order.instrument &&
    sent.side === order.side &&
    equals(sent.orderQty, orderQty) &&
    sameTerms(sent.terms, terms)
  );
}

export function duplicateOrder(subject: Subject): readonly Check[] {
  const code = 'DuplicateOrder';
  const { sentOrders } = subject.facts;
  if (subject.limits === null) return [cannotTell(code, 'limits')];
  if (sentOrders === null) return [cannotTell(code, 'sentOrders')];
  const again = sentOrders.find(({ clOrdId }) => clOrdId === subject.order.clOrdId);
  if (again !== undefined) {
    return [checkOf(code, 'Refuse', 'Found', {}, { clOrdId: again.clOrdId })];
  }
  // What closes a level's positions is placed once nothing works; equal amounts at two places are two.
  if (subject.order.isFlattening) return [checkOf(code, 'Pass', 'NotApplicable')];
  const limits = subject.limits.get(code);
  if (limits === undefined) return [checkOf(code, 'CannotTell', 'NoLimitSet')];
  const equal = sentOrders.filter((sent) => saysTheSame(subject, sent));
  return limits.map(({ value, level, scope, id }) => {
    const words = { level, scope, limitId: id };
    const found = equal.find(({ ageMs }) => isWithin(ageMs, value));
    if (found === undefined) return checkOf(code, 'Pass', 'Within', { limit: value }, words);
    const figures = { limit: value, actual: String(found.ageMs) };
    return checkOf(code, 'Refuse', 'Found', figures, { ...words, clOrdId: found.clOrdId });
  });
}

/** A time that makes no sense is within every window. */
const isWithin = (ageMs: number, window: Parameters<typeof lessThan>[0]) =>
  !Number.isSafeInteger(ageMs) || ageMs < 0 || lessThan(decimal(String(ageMs)), window);
