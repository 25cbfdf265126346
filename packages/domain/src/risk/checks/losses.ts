/** Loss of the day, and drawdown from the peak and from the start. What only reduces still passes. */
import { type Decimal, negate, signOf, subtract, ZERO } from '../../kernel/index.ts';
import type { Check } from '../../trading/index.ts';
import type { Subject } from '../facts.ts';
import { againstLimits, type Measured } from './measure.ts';

const lossOf = (gain: Decimal): Decimal => (signOf(gain) < 0 ? negate(gain) : ZERO);

export const dailyLoss = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'DailyLoss', (level, figures) => {
    const dayPnl = figures?.dayPnl ?? null;
    if (dayPnl === null) return 'dayPnl';
    return { actual: lossOf(dayPnl), reduces: subject.reach[level]?.reduces ?? false };
  });

function drawdown(
  equity: Decimal | null,
  from: Decimal | null,
  reduces: boolean,
  fact: string,
): Measured | string {
  if (equity === null) return 'equity';
  if (from === null) return fact;
  return { actual: lossOf(subtract(equity, from)), of: from, reduces };
}

export const drawdownFromPeak = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'DrawdownFromPeak', (level, figures) =>
    drawdown(
      figures?.equity ?? null,
      figures?.peakEquity ?? null,
      subject.reach[level]?.reduces ?? false,
      'peakEquity',
    ),
  );

export const drawdownFromStart = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'DrawdownFromStart', (level, figures) =>
    drawdown(
      figures?.equity ?? null,
      figures?.startEquity ?? null,
      subject.reach[level]?.reduces ?? false,
      'startEquity',
    ),
  );
