/**
 * Gross exposure of the client over its equity, against the least of what its tier, its regulatory
 * regime and the product allow; and against each limit that was set besides.
 */
import { type Decimal, least, multiply, ONE, signOf } from '../../kernel/index.ts';
import { type Check, cannotTell, checkOf } from '../../trading/index.ts';
import type { Facts, Subject } from '../facts.ts';
import { grossValue } from './exposure.ts';
import { againstLimits, type Measured, shareText, verdictOf } from './measure.ts';

const CODE = 'Leverage';

function allowed({ tier, regime, product }: Facts['maxLeverage']): Decimal | string {
  if (tier === null) return 'maxLeverage.tier';
  if (regime === null) return 'maxLeverage.regime';
  if (product === null) return 'maxLeverage.product';
  return least(least(tier, regime), product);
}

function measured(subject: Subject, level: 'client'): (Measured & { of: Decimal }) | string {
  const figures = subject.facts.scopes[level];
  const gross = grossValue(subject, level, figures);
  if (typeof gross === 'string') return gross;
  const equity = figures?.equity ?? null;
  return equity === null ? 'equity' : { ...gross, of: equity };
}

export function leverage(subject: Subject): readonly Check[] {
  const limit = allowed(subject.facts.maxLeverage);
  const set = subject.limits?.has(CODE)
    ? againstLimits(subject, CODE, (level, figures) => {
        const gross = grossValue(subject, level, figures);
        if (typeof gross === 'string') return gross;
        const equity = figures?.equity ?? null;
        return equity === null ? 'equity' : { ...gross, of: equity };
      })
    : [];
  return [general(subject, limit), ...set];
}

function general(subject: Subject, limit: Decimal | string): Check {
  if (subject.limits === null) return cannotTell(CODE, 'limits');
  if (typeof limit === 'string') return cannotTell(CODE, limit);
  const found = measured(subject, 'client');
  if (typeof found === 'string') return cannotTell(CODE, found, { level: 'client' });
  const { actual, of, reduces = false } = found;
  if (signOf(of) <= 0 && signOf(actual) > 0) {
    const verdict = reduces ? 'Near' : 'Refuse';
    return checkOf(CODE, verdict, 'NothingToMeasureAgainst', { limit }, { level: 'client' });
  }
  const { verdict, reason } = verdictOf(actual, multiply(limit, of), reduces);
  const told = shareText(actual, signOf(of) > 0 ? of : ONE);
  return checkOf(CODE, verdict, reason, { limit, actual: told }, { level: 'client' });
}
