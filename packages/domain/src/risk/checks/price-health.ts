/** Prices that nobody should trade on: too old, or a bid above the ask. */
import { decimal, equals, greaterThan, signOf } from '../../kernel/index.ts';
import { type Check, cannotTell, checkOf } from '../../trading/index.ts';
import type { Subject } from '../facts.ts';
import { againstLimits } from './measure.ts';

export const stalePrice = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'StalePrice', () => {
    const { quote } = subject.facts;
    return quote === null || !Number.isSafeInteger(quote.ageMs) || quote.ageMs < 0
      ? 'quote'
      : { actual: decimal(String(quote.ageMs)) };
  });

/** A bid at the ask is rare and legal; a bid above it is a book that is wrong. */
export function crossedPrice({ facts: { quote } }: Subject): readonly Check[] {
  const code = 'CrossedPrice';
  if (quote === null || signOf(quote.bid) <= 0 || signOf(quote.ask) <= 0) {
    return [cannotTell(code, 'quote')];
  }
  const figures = { limit: quote.ask, actual: quote.bid };
  if (greaterThan(quote.bid, quote.ask)) return [checkOf(code, 'Refuse', 'OverLimit', figures)];
  const isLocked = equals(quote.bid, quote.ask);
  return [checkOf(code, isLocked ? 'Near' : 'Pass', isLocked ? 'CloseToLimit' : 'Within', figures)];
}
