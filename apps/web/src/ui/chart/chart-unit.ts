import {
  decimalParts,
  formatBytes,
  formatLatency,
  MINUS,
  measureText,
  NOT_APPLICABLE,
  parseDecimal,
  partsToText,
  percentParts,
} from '@ultrathink/domain/kernel';

/**
 * What the figures of a chart are: amounts and prices as decimal text, percent as ratios, and the
 * three things machines measure.
 */
export type ChartUnit =
  | { readonly kind: 'amount'; readonly unit?: string; readonly decimals?: number }
  | { readonly kind: 'percent'; readonly decimals?: number; readonly signed?: boolean }
  | { readonly kind: 'ms' }
  | { readonly kind: 'bytes' };

/** A figure as it is read in tooltips and tables: whole, with its unit. */
export function fullFigure(unit: ChartUnit, value: string | null, locale: string): string {
  const read = value === null ? null : parseDecimal(value);
  if (value === null || !read?.ok) return NOT_APPLICABLE;
  const decimals =
    'decimals' in unit && unit.decimals !== undefined ? { decimals: unit.decimals } : {};
  switch (unit.kind) {
    case 'amount':
      return partsToText(decimalParts(read.value, { locale, ...decimals }, unit.unit ?? ''));
    case 'percent': {
      const signs = unit.signed === true ? 'change' : 'minus';
      return partsToText(percentParts(read.value, { locale, decimals: 2, ...decimals, signs }));
    }
    case 'ms':
      return formatLatency(Number(value), locale);
    case 'bytes':
      return formatBytes(Math.max(0, Number(value)), locale);
  }
}

const LETTERS = [
  { from: 1e12, letter: 'T' },
  { from: 1e9, letter: 'B' },
  { from: 1e6, letter: 'M' },
  { from: 1e4, letter: 'K' },
] as const;
const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

function decimalsFor(step: number): number {
  return Math.max(0, Math.min(8, -Math.floor(Math.log10(step) + 1e-9)));
}

/** 2.5 needs one decimal more than 2: as many as the step has, and never more than eight. */
function stepDecimals(step: number): number {
  const base = decimalsFor(step);
  const scaled = step * 10 ** base;
  return Math.abs(scaled - Math.round(scaled)) > 1e-9 ? base + 1 : base;
}

function shared(
  ticks: readonly number[],
  divisor: number,
  suffix: string,
  locale: string,
): string[] {
  const [first = 0, second = 0] = ticks;
  const step = Math.abs(second - first) / divisor || 1;
  return ticks.map((tick) => measureText(tick / divisor, stepDecimals(step), locale) + suffix);
}

/**
 * The labels of one axis, in one style: the same decimals, the same letter on all of them. Where
 * the unit is a word (`ms`, `USD`) it stands once, on the lowest.
 */
export function axisFigures(
  unit: ChartUnit,
  ticks: readonly number[],
  locale: string,
): readonly string[] {
  const largest = ticks.reduce((most, tick) => Math.max(most, Math.abs(tick)), 0);
  switch (unit.kind) {
    case 'percent': {
      const texts = shared(
        ticks.map((tick) => tick * 100),
        1,
        '%',
        locale,
      );
      if (unit.signed !== true) return texts;
      return texts.map((text) =>
        /[1-9]/.test(text) && !text.startsWith(MINUS) ? `+${text}` : text,
      );
    }
    case 'amount': {
      const scale = LETTERS.find(({ from }) => largest >= from);
      // Prices of five digits read better whole; letters are for sums.
      const whole = scale === undefined || (unit.decimals ?? 0) > 2 || largest < 1e6;
      if (whole) return shared(ticks, 1, '', locale);
      return shared(ticks, scale.from === 1e4 ? 1e3 : scale.from, scale.letter, locale);
    }
    case 'ms':
      return shared(ticks, 1, '', locale).map((text, i) => (i === 0 ? `${text} ms` : text));
    case 'bytes': {
      const power = Math.min(
        BYTE_UNITS.length - 1,
        Math.max(0, Math.floor(Math.log10(largest || 1) / 3)),
      );
      return shared(ticks, 1000 ** power, '', locale).map((text, i) =>
        i === 0 ? `${text} ${BYTE_UNITS[power]}` : text,
      );
    }
  }
}
