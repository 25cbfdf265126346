/** What a level's exposure can grow to with this order and all open ones, in money. */
import { absolute, add, type Decimal, greaterThan, multiply, signOf } from '../../kernel/index.ts';
import type { ScopeFigures, Subject } from '../facts.ts';
import type { LimitLevel } from '../limits.ts';

export interface Exposed {
  readonly actual: Decimal;
  readonly reduces: boolean;
}

/** Of this instrument alone. */
export function positionValue({ reach, unitValue }: Subject, level: LimitLevel): Exposed | string {
  const here = reach[level];
  if (here === null) return 'position';
  if (unitValue === null) return 'reference';
  return { actual: multiply(here.worst, unitValue), reduces: here.reduces };
}

/** Of all instruments, long and short added up. */
export function grossValue(
  subject: Subject,
  level: LimitLevel,
  figures: ScopeFigures | null,
): Exposed | string {
  const here = positionValue(subject, level);
  if (typeof here === 'string') return here;
  const elsewhere = figures?.grossElsewhere ?? null;
  if (elsewhere === null) return 'grossElsewhere';
  return { actual: add(elsewhere, here.actual), reduces: here.reduces };
}

/** Of all instruments, long less short, at the end that is further from zero. */
export function netValue(
  { reach, unitValue, order }: Subject,
  level: LimitLevel,
  figures: ScopeFigures | null,
): Exposed | string {
  const here = reach[level];
  if (here === null) return 'position';
  if (unitValue === null) return 'reference';
  const elsewhere = figures?.netElsewhere ?? null;
  if (elsewhere === null) return 'netElsewhere';
  const high = add(elsewhere.high, multiply(here.high, unitValue));
  const low = add(elsewhere.low, multiply(here.low, unitValue));
  const [up, down] = [absolute(high), absolute(low)];
  const worst = greaterThan(down, up) ? down : up;
  // A purchase can only lower it where everything together stays short, and the other way round.
  const reduces = order.side === 'Buy' ? signOf(high) <= 0 : signOf(low) >= 0;
  return { actual: worst, reduces };
}
