/** What is left of each limit, in the unit that its reader can act on. Pure. */
import {
  decimal,
  formatCompact,
  formatPercent,
  formatQuantity,
  parseDecimal,
  roundTo,
  signOf,
  subtract,
} from '@ultrathink/domain/kernel';
import type { Check, Decision } from '../model.ts';
import { usedShare } from '../words.ts';

type Unit = 'usd' | 'share' | 'base' | 'asset' | 'times' | 'count' | 'ms';

const UNITS: Readonly<Record<string, Unit>> = {
  PriceCollar: 'share',
  PriceCollarPeriod: 'share',
  FatFingerValue: 'usd',
  FatFingerVolume: 'base',
  FatFingerMedian: 'times',
  MessageRate: 'count',
  RepeatedExecution: 'count',
  FreeBalance: 'asset',
  Position: 'usd',
  Concentration: 'share',
  GrossExposure: 'usd',
  NetExposure: 'usd',
  Leverage: 'times',
  OrderValue: 'usd',
  DailyLoss: 'usd',
  DrawdownFromPeak: 'share',
  DrawdownFromStart: 'share',
  ValueAtRisk: 'usd',
  VarBreaches: 'count',
  DailyVolumeShare: 'share',
  VenueCounterparty: 'usd',
  StalePrice: 'ms',
};

export interface Assets {
  readonly base: string;
  readonly quote: string;
}

const MILLION = decimal('1000000');

/** `363,187 USD`, `0.92%`, `7.77M USDT`; null where there is no figure to leave anything of. */
export function headroomText(check: Check, { base, quote }: Assets, locale: string): string | null {
  const unit = UNITS[check.code];
  const limit = parseDecimal(check.limit ?? '');
  const actual = parseDecimal(check.actual ?? '');
  if (unit === undefined || !limit.ok || !actual.ok) return null;
  const left = subtract(limit.value, actual.value);
  const amount = (decimals: number, name: string) =>
    signOf(subtract(left, MILLION)) >= 0
      ? `${formatCompact(left, { locale, decimals: 2, compact: 'short' })} ${name}`
      : `${formatQuantity(roundTo(left, decimals, 'Down'), { locale, decimals })} ${name}`;
  switch (unit) {
    case 'usd':
      return amount(0, 'USD');
    case 'share':
      return formatPercent(left, { locale, decimals: 2 });
    case 'base':
      return amount(2, base);
    case 'asset':
      return check.words['asset'] === 'Base' ? amount(4, base) : amount(0, quote);
    case 'times':
      return `${formatQuantity(roundTo(left, 2, 'Down'), { locale, decimals: 2 })} times`;
    case 'ms':
      return `${formatQuantity(roundTo(left, 0, 'Down'), { locale })} ms`;
    default:
      return formatQuantity(roundTo(left, 0, 'Down'), { locale });
  }
}

/** Each check once, the worst of what its levels and children say; the nearest to its limit first. */
export function worstOf(decision: Decision): readonly Check[] {
  const found = new Map<string, Check>();
  for (const check of decision.decisions.flatMap(({ checks }) => checks)) {
    const before = found.get(check.code);
    if (before === undefined || usedShare(check) > usedShare(before)) found.set(check.code, check);
  }
  return [...found.values()].sort((a, b) => usedShare(b) - usedShare(a));
}
