/**
 * How each kind of limit is called and its value read: where limits are set, and where somebody agrees
 * to them. Pure. The engine keeps a share as a ratio; people write and read percent.
 */
import {
  decimal,
  formatQuantity,
  multiply,
  type NumberStyle,
  toText,
} from '@ultrathink/domain/kernel';
import type { LIMIT_KINDS, LimitKind } from '@ultrathink/domain/risk';

/** As the engine keeps a value of it. */
export type LimitUnit = (typeof LIMIT_KINDS)[LimitKind]['unit'];

export const LIMIT_WORDS: Readonly<Record<LimitKind, string>> = {
  PriceCollar: 'Price collar',
  PriceCollarPeriod: 'Price collar over time',
  FatFingerValue: 'Order value, at once',
  FatFingerVolume: 'Order quantity, at once',
  FatFingerMedian: 'Times the median order',
  MessageRate: 'Messages a minute',
  RepeatedExecution: 'Executions in a row',
  DuplicateOrder: 'Equal orders apart',
  Position: 'Position',
  Concentration: 'Concentration',
  GrossExposure: 'Gross exposure',
  NetExposure: 'Net exposure',
  Leverage: 'Leverage',
  OrderValue: 'Order value',
  DailyLoss: 'Loss in a day',
  DrawdownFromPeak: 'Drawdown from the peak',
  DrawdownFromStart: 'Drawdown from the start',
  ValueAtRisk: 'Value at risk',
  VarBreaches: 'Days over value at risk',
  DailyVolumeShare: 'Share of a day’s volume',
  VenueCounterparty: 'Held at one venue',
  StalePrice: 'Age of a price',
};

/** Ratios that say how many times: every other ratio is a share of something. */
const TIMES: ReadonlySet<LimitKind> = new Set(['FatFingerMedian', 'Leverage']);

const UNIT_WORDS: Readonly<Record<Exclude<LimitUnit, 'Ratio'>, string>> = {
  Money: 'USD',
  Quantity: 'units',
  Count: '',
  Milliseconds: 'ms',
};

const HUNDRED = decimal('100');
const HUNDREDTH = decimal('0.01');

const isShare = (kind: LimitKind, unit: LimitUnit) => unit === 'Ratio' && !TIMES.has(kind);

/** The unit that people read and write it in; empty for what is only counted. */
export function limitUnit(kind: LimitKind, unit: LimitUnit): string {
  if (unit !== 'Ratio') return UNIT_WORDS[unit];
  return TIMES.has(kind) ? 'times' : '%';
}

/** `0.1` of a share reads `10`, beside its unit. */
export function limitFigure(kind: LimitKind, unit: LimitUnit, value: string): string {
  return isShare(kind, unit) ? toText(multiply(decimal(value), HUNDRED)) : value;
}

/** What was written beside the unit, as the engine keeps it. */
export function limitValue(kind: LimitKind, unit: LimitUnit, figure: string): string {
  return isShare(kind, unit) ? toText(multiply(decimal(figure), HUNDREDTH)) : figure;
}

/** `10%`, `3 times`, `500,000 USD`, `60`. */
export function limitText(
  kind: LimitKind,
  unit: LimitUnit,
  value: string,
  style: NumberStyle,
): string {
  const word = limitUnit(kind, unit);
  const figure = formatQuantity(decimal(limitFigure(kind, unit, value)), style);
  return word === '' || word === '%' ? `${figure}${word}` : `${figure} ${word}`;
}
