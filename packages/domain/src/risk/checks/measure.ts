/** One figure against every limit of its kind that applies: what most checks are. */
import {
  type Decimal,
  decimal,
  divide,
  greaterThan,
  lessThan,
  multiply,
  ONE,
  signOf,
  toText,
} from '../../kernel/index.ts';
import {
  type Check,
  type CheckReason,
  type CheckVerdict,
  cannotTell,
  checkOf,
} from '../../trading/index.ts';
import type { ScopeFigures, Subject } from '../facts.ts';
import type { Limit, LimitKind, LimitLevel } from '../limits.ts';

/** A check: every answer it has, at least one, whatever the others say. */
export type RunCheck = (subject: Subject) => readonly Check[];

/** From this share of a limit on, it is close. */
const NEAR_SHARE: Decimal = decimal('0.9');
/** Decimals of a share that is told; rounded up, so that what is told is never better than what is. */
const SHARE_SCALE = 6;

export interface Measured {
  readonly actual: Decimal;
  /** What a limit that is a share is a share of. */
  readonly of?: Decimal;
  /** The order only brings the figure down: over the limit it still passes. */
  readonly reduces?: boolean;
}

/** What is measured on one level, or the name of the fact that is missing. */
export type Measure = (level: LimitLevel, figures: ScopeFigures | null) => Measured | string;

interface Verdict {
  readonly verdict: CheckVerdict;
  readonly reason: CheckReason;
}
const WITHIN: Verdict = { verdict: 'Pass', reason: 'Within' };
const CLOSE: Verdict = { verdict: 'Near', reason: 'CloseToLimit' };
const OVER: Verdict = { verdict: 'Refuse', reason: 'OverLimit' };
const OVER_REDUCES: Verdict = { verdict: 'Near', reason: 'OverLimitButReduces' };

/** At the limit is within it; one unit more is over. */
export function verdictOf(actual: Decimal, limit: Decimal, reduces = false): Verdict {
  if (greaterThan(actual, limit)) return reduces ? OVER_REDUCES : OVER;
  const isClose = signOf(actual) > 0 && !lessThan(actual, multiply(limit, NEAR_SHARE));
  return isClose ? CLOSE : WITHIN;
}

export function shareText(actual: Decimal, of: Decimal): string {
  return toText(divide(actual, of, SHARE_SCALE, 'Up'));
}

function against(code: Check['code'], limit: Limit, measured: Measured): Check {
  const { actual, of = ONE, reduces = false } = measured;
  const words = wordsOf(limit);
  if (of === ONE) {
    const { verdict, reason } = verdictOf(actual, limit.value, reduces);
    return checkOf(code, verdict, reason, { limit: limit.value, actual }, words);
  }
  if (signOf(of) <= 0) {
    if (signOf(actual) === 0)
      return checkOf(code, 'Pass', 'Within', { limit: limit.value, actual }, words);
    const verdict = reduces ? 'Near' : 'Refuse';
    return checkOf(code, verdict, 'NothingToMeasureAgainst', { limit: limit.value }, words);
  }
  const { verdict, reason } = verdictOf(actual, multiply(limit.value, of), reduces);
  return checkOf(
    code,
    verdict,
    reason,
    { limit: limit.value, actual: shareText(actual, of) },
    words,
  );
}

const wordsOf = ({ level, scope, id }: Limit) => ({ level, scope, limitId: id });

/** The figure against each limit of the kind. No limit at all is no permission. */
export function againstLimits(
  { limits, facts }: Subject,
  kind: LimitKind & Check['code'],
  measure: Measure,
): readonly Check[] {
  if (limits === null) return [cannotTell(kind, 'limits')];
  const found = limits.get(kind);
  if (found === undefined) return [checkOf(kind, 'CannotTell', 'NoLimitSet')];
  return found.map((limit) => {
    const measured = measure(limit.level, facts.scopes[limit.level]);
    return typeof measured === 'string'
      ? cannotTell(kind, measured, wordsOf(limit))
      : against(kind, limit, measured);
  });
}
